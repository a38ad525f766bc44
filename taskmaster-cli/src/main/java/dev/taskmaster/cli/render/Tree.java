package dev.taskmaster.cli.render;

import dev.taskmaster.status.Descendant;

import java.util.ArrayList;
import java.util.List;

/// What descends from a process, as lines: each below its parent.
///
/// @param all in any order
public record Tree(List<Descendant> all) {

    /// {@return a line for each: its process id and its command}
    public List<String> lines() {
        var lines = new ArrayList<String>();
        var roots = all.stream().filter(it -> all.stream().noneMatch(o -> isChild(it, o))).toList();
        add(roots, "  ", lines);
        return lines;
    }

    private void add(List<Descendant> siblings, String indent, List<String> lines) {
        for (var it : siblings) {
            var isLast = it == siblings.getLast();
            lines.add(indent + (isLast ? "└─ " : "├─ ") + it.pid() + " " + it.command());
            var children = all.stream().filter(other -> isChild(other, it)).toList();
            add(children, indent + (isLast ? "   " : "│  "), lines);
        }
    }

    private static boolean isChild(Descendant child, Descendant parent) {
        return child.parent() == parent.pid() && child != parent;
    }
}
