package dev.taskmaster.spec;

/// The name of one process: the group it is in and its own name there.
///
/// Written `group:process`, or just `process` where both are the same, as supervisorctl does.
///
/// @param group the name of the group
/// @param process the name of the process within its group
public record ProcessName(String group, String process) implements Comparable<ProcessName> {
    /// @throws InvalidSpecException if a part is not a valid name, see [#check]
    public ProcessName {
        check("group", group);
        check("name", process);
    }

    /// The name of a process that is alone in the group of the same name.
    ///
    /// @throws InvalidSpecException if it is not a valid name
    public static ProcessName of(String process) {
        return new ProcessName(process, process);
    }

    /// Reads `group:process` or `process`.
    ///
    /// @throws InvalidSpecException if a part is not a valid name
    public static ProcessName parse(String text) {
        var colon = text.indexOf(':');
        return colon < 0
                ? of(text)
                : new ProcessName(text.substring(0, colon), text.substring(colon + 1));
    }

    /// Checks the name of a program, process or group: at least one character, no white space or
    /// control character, no `:`, `/` or `*`, and neither `.`, `..` nor `all`, since names become
    /// parts of paths and of commands.
    ///
    /// @param field what the name is for, to say so in the exception
    /// @return the name
    /// @throws InvalidSpecException if it is not a valid name
    public static String check(String field, String name) {
        if (name.isEmpty()) {
            throw new InvalidSpecException(field, "is empty, expected a name");
        }
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c == ':' || c == '/' || c == '*' || c <= ' ' || Character.isISOControl(c)) {
                throw new InvalidSpecException(
                        field,
                        "'%s' is not a name: it may not contain spaces, control characters, ':', '/'"
                                        .formatted(printable(name))
                                + " or '*'");
            }
        }
        if (name.equals(".") || name.equals("..") || name.equals("all")) {
            throw new InvalidSpecException(
                    field, "'" + name + "' cannot be a name: it is reserved");
        }
        return name;
    }

    private static String printable(String name) {
        var text = new StringBuilder();
        name.chars()
                .limit(80)
                .forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
        return text.toString();
    }

    @Override
    public int compareTo(ProcessName other) {
        // Not by a Comparator, which a JVM that has just started takes milliseconds to make.
        var byGroup = group.compareTo(other.group);
        return byGroup == 0 ? process.compareTo(other.process) : byGroup;
    }

    /// {@return `group:process`, or `process` where both are the same}
    @Override
    public String toString() {
        return group.equals(process) ? process : group + ":" + process;
    }
}
