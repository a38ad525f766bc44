package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.launch.UmaskShell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has a program run in a cgroup, by way of a shell, which becomes the program: a millisecond.
///
/// Not by moving it there from here once it runs, since that takes the kernel some milliseconds, in
/// which it may have had children that stay behind.
final class CgroupHop {
    /// What a shell takes for the name of a variable.
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private CgroupHop() {}

    /// {@return the words to put before a program and its arguments}
    ///
    /// @param environment the program's: shells add variables of their own to it, and some leave
    ///   out those whose names they cannot use themselves
    static List<String> words(Cgroup cgroup, Map<String, String> environment) {
        var added =
                Stream.of("PWD", "OLDPWD", "SHLVL")
                        .filter(name -> !environment.containsKey(name))
                        .collect(Collectors.joining(" "));
        var words = new ArrayList<>(List.of(UmaskShell.SHELL, "-c", script(added)));
        words.add(cgroup.procs().toString());
        var leftOut =
                environment.entrySet().stream()
                        .filter(it -> !NAME.matcher(it.getKey()).matches())
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .toList();
        if (!leftOut.isEmpty()) {
            words.add("/usr/bin/env");
            words.addAll(leftOut);
        }
        return words;
    }

    private static String script(String unset) {
        return "echo 0 >\"$0\"; "
                + (unset.isEmpty() ? "" : "unset " + unset + "; ")
                + "exec \"$@\"";
    }
}
