package dev.taskmaster.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The users and groups of this machine.
///
/// Reads `/etc/passwd` and `/etc/group`. What is only in a directory service is found by its name,
/// but without its number, since that is all that Java can ask for (`man 5 passwd`, `man 5 group`).
final class Accounts {
    private final Supplier<String> passwd;
    private final Supplier<String> group;
    private final Predicate<String> otherUser;
    private final Predicate<String> otherGroup;
    private Map<String, User> users;
    private Map<String, Integer> groups;

    /// A user.
    ///
    /// @param uid the user's number, if it is known
    /// @param gid the number of the user's primary group, if it is known
    /// @param home the user's home, if it is known
    record User(OptionalInt uid, OptionalInt gid, Optional<String> home) {
        static final User UNKNOWN =
                new User(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /// @param passwd tells what is in `/etc/passwd`; asked once somebody is looked for
    /// @param group tells what is in `/etc/group`, likewise
    /// @param otherUser whether there is a user of that name who is not listed
    /// @param otherGroup whether there is a group of that name that is not listed
    Accounts(
            Supplier<String> passwd,
            Supplier<String> group,
            Predicate<String> otherUser,
            Predicate<String> otherGroup) {
        this.passwd = passwd;
        this.group = group;
        this.otherUser = otherUser;
        this.otherGroup = otherGroup;
    }

    /// {@return those of this machine, now}
    static Accounts current() {
        var system = FileSystems.getDefault();
        return new Accounts(
                () -> text(Path.of("/etc/passwd")),
                () -> text(Path.of("/etc/group")),
                name -> isUser(system, name),
                name -> isGroup(system, name));
    }

    /// {@return the user of that name or number}
    Optional<User> user(String name) {
        return isNumber(name)
                ? users().values().stream()
                        .filter(user -> user.uid().getAsInt() == Integer.parseInt(name))
                        .findFirst()
                : Optional.ofNullable(users().get(name))
                        .or(
                                () ->
                                        otherUser.test(name)
                                                ? Optional.of(User.UNKNOWN)
                                                : Optional.empty());
    }

    /// {@return the number of the group of that name or number, empty inside if it is not known;
    /// empty if there is no such group}
    Optional<OptionalInt> group(String name) {
        if (isNumber(name)) {
            var gid = Integer.parseInt(name);
            return groups().containsValue(gid)
                    ? Optional.of(OptionalInt.of(gid))
                    : Optional.empty();
        }
        return Optional.ofNullable(groups().get(name))
                .map(OptionalInt::of)
                .or(
                        () ->
                                otherGroup.test(name)
                                        ? Optional.of(OptionalInt.empty())
                                        : Optional.empty());
    }

    private Map<String, User> users() {
        if (users == null) {
            users = new LinkedHashMap<>();
            passwd.get()
                    .lines()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length >= 6)
                    .filter(fields -> isNumber(fields[2]) && isNumber(fields[3]))
                    .forEach(fields -> users.putIfAbsent(fields[0], user(fields)));
        }
        return users;
    }

    private static User user(String[] fields) {
        return new User(
                OptionalInt.of(Integer.parseInt(fields[2])),
                OptionalInt.of(Integer.parseInt(fields[3])),
                Optional.of(fields[5]));
    }

    private Map<String, Integer> groups() {
        if (groups == null) {
            groups = new LinkedHashMap<>();
            group.get()
                    .lines()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length >= 3 && isNumber(fields[2]))
                    .forEach(fields -> groups.putIfAbsent(fields[0], Integer.valueOf(fields[2])));
        }
        return groups;
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}");
    }

    private static String text(Path file) {
        try {
            // Comments in it may be in any encoding.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isUser(FileSystem system, String name) {
        try {
            system.getUserPrincipalLookupService().lookupPrincipalByName(name);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isGroup(FileSystem system, String name) {
        try {
            system.getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
