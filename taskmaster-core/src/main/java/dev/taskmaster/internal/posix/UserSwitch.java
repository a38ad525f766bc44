package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Passwd;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.User;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has a program run as another user, by way of `setpriv`, which becomes the program.
///
/// Not by switching the user of a thread here for the moment of the spawn: that user could then
/// signal the thread, and with it kill the whole JVM.
///
/// @param account as whom
/// @param words the words to put before the program and its arguments; none if it is the user that
///   the JVM runs as anyway
record UserSwitch(Passwd account, List<String> words) {
    private static final Optional<Path> SETPRIV =
            Stream.of("/usr/bin/setpriv", "/bin/setpriv")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst();

    /// {@return whether this JVM may switch users, and has what it takes}
    static boolean isPossible() {
        return Libc.geteuid() == 0 && SETPRIV.isPresent();
    }

    /// {@return the words that have a program killed when the thread that spawned it is gone (`man
    /// 2 PR_SET_PDEATHSIG`)}
    ///
    /// @throws LaunchException if that is not possible
    static List<String> endingWithParent() {
        var setpriv =
                SETPRIV.orElseThrow(
                        () ->
                                new LaunchException(
                                        "cannot see to it that programs end with the supervisor:"
                                                + " there is no setpriv (util-linux)"));
        return List.of(setpriv.toString(), "--pdeathsig", "KILL", "--");
    }

    /// @throws LaunchException if there is no such user or switching to it is not possible
    static UserSwitch to(User user) {
        var named = Passwd.getpwnam(user.name());
        var account =
                named.or(() -> uid(user.name()).map(UserSwitch::numbered))
                        .orElseThrow(
                                () -> new LaunchException("unknown user '" + user.name() + "'"));
        if (account.pw_uid() == Libc.geteuid()) {
            return new UserSwitch(account, List.of());
        }
        if (Libc.geteuid() != 0) {
            throw new LaunchException(
                    "cannot run as user '%s': only root can switch users, and Taskmaster runs as uid %s"
                            .formatted(user.name(), Integer.toUnsignedString(Libc.geteuid())));
        }
        var setpriv =
                SETPRIV.orElseThrow(
                        () ->
                                new LaunchException(
                                        "cannot run as user '%s': there is no setpriv (util-linux)"
                                                .formatted(user.name())));
        return new UserSwitch(account, words(setpriv, account));
    }

    private static Optional<Integer> uid(String name) {
        try {
            return name.startsWith("+")
                    ? Optional.empty()
                    : Optional.of(Integer.parseUnsignedInt(name));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A number needs no account: its group is the one of the same number then.
    private static Passwd numbered(int uid) {
        return Passwd.getpwuid(uid)
                .orElseGet(
                        () -> new Passwd(Integer.toUnsignedString(uid), uid, uid, "/", "/bin/sh"));
    }

    private static List<String> words(Path setpriv, Passwd account) {
        var groups =
                account.getgrouplist().stream()
                        .map(Integer::toUnsignedString)
                        .collect(Collectors.joining(","));
        var words = new ArrayList<String>();
        words.add(setpriv.toString());
        words.addAll(List.of("--reuid", Integer.toUnsignedString(account.pw_uid())));
        words.addAll(List.of("--regid", Integer.toUnsignedString(account.pw_gid())));
        words.addAll(List.of("--groups", groups, "--"));
        return words;
    }

    /// {@return an environment that says who the user is, except where the program's own part of it
    /// says otherwise}
    Map<String, String> adapt(Map<String, String> environment, Map<String, String> own) {
        var adapted = new HashMap<>(environment);
        identity()
                .forEach(
                        (name, value) -> {
                            if (!own.containsKey(name)) {
                                adapted.put(name, value);
                            }
                        });
        return adapted;
    }

    private Map<String, String> identity() {
        return Map.of(
                "HOME", account.pw_dir(),
                "USER", account.pw_name(),
                "LOGNAME", account.pw_name(),
                "SHELL", account.pw_shell().isEmpty() ? "/bin/sh" : account.pw_shell());
    }
}
