package dev.taskmaster.spec;

import java.util.Objects;

/// One process as it is wanted: what it is started with and the policies it lives by.
///
/// @param name its name
/// @param program the name of the program that asks for it
/// @param num its number among the program's processes
/// @param launch what it is started with
/// @param template the same before names and numbers were put in: what a reload compares, so that a
///   process which is only renamed or renumbered need not be replaced
/// @param start when it is started
/// @param restart what happens when it ends by itself
/// @param stop how it is stopped
public record ProcessSpec(
        ProcessName name,
        String program,
        int num,
        LaunchSpec launch,
        LaunchSpec template,
        StartPolicy start,
        RestartPolicy restart,
        StopPolicy stop) {
    public ProcessSpec {
        Objects.requireNonNull(name);
        ProcessName.check("name", program);
        Objects.requireNonNull(launch);
        Objects.requireNonNull(template);
        Objects.requireNonNull(start);
        Objects.requireNonNull(restart);
        Objects.requireNonNull(stop);
    }

    /// {@return what stays the same while the configuration changes around it: two specifications
    /// with equal identities speak of the same process, even under another name}
    public Identity identity() {
        return new Identity(name.group(), program, num);
    }

    /// {@return whether a process that was started with this needs no replacement to be as `other`
    /// wants it}
    public boolean goesOnAs(ProcessSpec other) {
        return identity().equals(other.identity()) && template.sameLaunch(other.template());
    }

    /// Which process of which program in which group.
    ///
    /// @param group the name of the group
    /// @param program the name of the program
    /// @param num the number among the program's processes
    public record Identity(String group, String program, int num) {}
}
