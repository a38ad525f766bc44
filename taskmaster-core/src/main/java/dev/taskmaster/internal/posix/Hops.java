package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.launch.UmaskShell;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.status.ExitStatus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a child runs before it becomes the program: a shell that enters a cgroup, one that sets the
/// umask, `prlimit` that sets limits, `setpriv` that switches the user, or nothing.
///
/// @param words the words to put before the program and its arguments; none for no hop
/// @param program the file of the program
/// @param user as whom it is to run, for messages
record Hops(List<String> words, Path program, String user) {
    /// For a process that has become the program long ago.
    static final Hops NONE = new Hops(List.of(), Path.of("/"), "");

    private static final String SHELL = "sh";
    private static final String PRLIMIT = "prlimit";
    private static final String SETPRIV = "setpriv";

    /// How each of them says that they could not execute a program: 126, or 127 if there is none.
    private static final int CANNOT_EXECUTE = 126;

    private static final int NOT_FOUND = 127;

    /// The kernel keeps this much of the name of a program.
    private static final int COMM_CHARS_MAX = 15;

    /// @param cgroup which it is to be in; empty to stay in this process's
    /// @param umaskByShell whether a umask needs the shell
    /// @param endsWithParent whether it is to be killed when the supervisor dies
    static Hops of(
            LaunchRequest request,
            Path program,
            Optional<UserSwitch> userSwitch,
            Optional<Cgroup> cgroup,
            boolean umaskByShell,
            boolean endsWithParent) {
        var words = new ArrayList<String>();
        // First of all, so that all of them are in it, and before the user is switched.
        cgroup.map(it -> CgroupHop.words(it, request.environment())).ifPresent(words::addAll);
        if (umaskByShell) {
            request.spec().umask().ifPresent(umask -> words.addAll(UmaskShell.words(umask)));
        }
        // Before the user is switched: root may raise them.
        words.addAll(LimitHop.words(request.limits()));
        userSwitch.ifPresent(to -> words.addAll(to.words()));
        if (endsWithParent) {
            // Behind the switch of users, which would undo it.
            words.addAll(UserSwitch.endingWithParent());
        }
        return new Hops(
                List.copyOf(words),
                program,
                userSwitch.map(to -> to.account().pw_name()).orElse(""));
    }

    /// {@return the words to start, the first of them a path to a file}
    List<String> argv(List<String> cmd) {
        if (words.isEmpty()) {
            return cmd;
        }
        var argv = new ArrayList<>(words);
        argv.add(program.toString());
        argv.addAll(cmd.subList(1, cmd.size()));
        return argv;
    }

    Path first() {
        return words.isEmpty() ? program : Path.of(words.getFirst());
    }

    /// Tells whether a child that is dead, but not yet reaped, has died as one of the hops, without
    /// ever becoming the program.
    ///
    /// @return why, as far as can be told, or empty if it did become the program
    Optional<String> failure(int pid, ExitStatus status) {
        if (words.isEmpty() || !(status instanceof ExitStatus.Code(var code)) || code == 0) {
            return Optional.empty();
        }
        var comm = comm(pid);
        if (comm.equals(programComm())) {
            return Optional.empty();
        }
        var because = " (%s: exit status %d)".formatted(comm, code);
        var cannotExecute = code == CANNOT_EXECUTE || code == NOT_FOUND;
        return switch (comm) {
            case SETPRIV ->
                    Optional.of(
                            (cannotExecute
                                            ? "cannot execute '" + program + "'" + asUser()
                                            : "cannot switch to user '" + user + "'")
                                    + because);
            case PRLIMIT ->
                    Optional.of(
                            (cannotExecute
                                            ? "cannot execute '" + program + "'"
                                            : "cannot set limits")
                                    + because);
            case SHELL ->
                    cannotExecute
                            ? Optional.of("cannot execute '" + program + "'" + because)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private String asUser() {
        return user.isEmpty() ? "" : " as user '" + user + "'";
    }

    private String programComm() {
        var name = program.getFileName().toString();
        return name.substring(0, Math.min(name.length(), COMM_CHARS_MAX));
    }

    private static String comm(int pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
