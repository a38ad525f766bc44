package dev.taskmaster.cli.verb;

import dev.taskmaster.status.ProcessStatus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
            var found = find(name, all);
            selected.addAll(found);
            if (found.isEmpty() && !name.equals("all")) {
                unknown.add(name);
            }
        }
        return new Selection(List.copyOf(selected), unknown);
    }

    /// {@return all words that stand for something, but `all`}
    static Collection<String> known(List<ProcessStatus> all) {
        SequencedSet<String> known = new LinkedHashSet<>();
        for (var process : all) {
            known.add(process.name().toString());
            known.add(process.name().process());
            known.add(process.name().group());
            known.add(process.program());
        }
        return known;
    }

    private static List<ProcessStatus> find(String name, List<ProcessStatus> all) {
        if (name.equals("all") || name.equals("*")) {
            return all;
        }
        var colon = name.indexOf(':');
        if (colon >= 0) {
            var group = name.substring(0, colon);
            var process = name.substring(colon + 1);
            return matching(
                    all,
                    p ->
                            p.name().group().equals(group)
                                    && (process.isEmpty()
                                            || process.equals("*")
                                            || process.equals(p.name().process())));
        }
        return Stream.<Predicate<ProcessStatus>>of(
                        p -> p.name().toString().equals(name),
                        p -> p.name().process().equals(name) && isOnlyOne(name, all),
                        p -> p.name().group().equals(name),
                        p -> p.program().equals(name))
                .map(wanted -> matching(all, wanted))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static boolean isOnlyOne(String name, List<ProcessStatus> all) {
        return matching(all, p -> p.name().process().equals(name)).size() == 1;
    }

    private static List<ProcessStatus> matching(
            List<ProcessStatus> all, Predicate<ProcessStatus> wanted) {
        return all.stream().filter(wanted).toList();
    }
}
