package dev.taskmaster.cli.verb;

import dev.taskmaster.status.ProcessStatus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// The processes that some names stand for, as [dev.taskmaster.Supervisor] understands them.
///
/// @param processes the processes, each once, in the order of the names
/// @param unknown the names that stand for none
record Selection(List<ProcessStatus> processes, List<String> unknown) {

    /// {@return what the names stand for; no name at all stands for `all`}
    static Selection of(List<String> names, List<ProcessStatus> all) {
        if (names.isEmpty()) {
            return new Selection(all, List.of());
        }
        var selected = new LinkedHashSet<ProcessStatus>();
        var unknown = new ArrayList<String>();
        for (var name : names) {
            var matching = all.stream().filter(process -> matches(name, process)).toList();
            selected.addAll(matching);
            if (matching.isEmpty() && !name.equals("all")) {
                unknown.add(name);
            }
        }
        return new Selection(List.copyOf(selected), unknown);
    }

    /// {@return all words that would stand for something}
    static Collection<String> known(List<ProcessStatus> all) {
        SequencedSet<String> known = new LinkedHashSet<>();
        for (var process : all) {
            known.add(process.name().toString());
            known.add(process.name().process());
            known.add(process.name().group() + ":*");
        }
        return known;
    }

    private static boolean matches(String given, ProcessStatus process) {
        var name = process.name();
        return given.equals("all")
                || given.equals(name.toString())
                || given.equals(name.group() + ":" + name.process())
                || given.equals(name.process())
                || given.equals(name.group() + ":*");
    }
}
