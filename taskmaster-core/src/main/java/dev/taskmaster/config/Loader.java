package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Node;
import dev.taskmaster.internal.yaml.Place;
import dev.taskmaster.internal.yaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Loads one configuration: the main file, what it includes, and what is to be checked over all.
final class Loader {
    /// How many files one configuration may have.
    static final int FILES_MAX = 1000;

    private final Surroundings surroundings;
    private final Expansion variables;
    private final Problems problems = new Problems();
    private final Map<String, ProgramDraft> programs = new LinkedHashMap<>();
    private final Queue<Included> waiting = new ArrayDeque<>();
    private final Set<Path> seen = new HashSet<>();

    /// A file to be read.
    ///
    /// @param real the same without symbolic links
    /// @param by the file that includes it; empty for the main file
    private record Included(Path file, Path real, Optional<Included> by) {
        static Included main(Path file) {
            return new Included(file, real(file), Optional.empty());
        }

        Included including(Path other) {
            return new Included(other, real(other), Optional.of(this));
        }

        private static Path real(Path file) {
            try {
                return file.toRealPath();
            } catch (IOException e) {
                // What is wrong with it is said when it is read.
                return file;
            }
        }

        /// {@return whether it is among the files by which it is included}
        boolean isCircle() {
            for (var other = by; other.isPresent(); other = other.get().by) {
                if (other.get().real.equals(real)) {
                    return true;
                }
            }
            return false;
        }
    }

    Loader(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.variables = new Expansion(surroundings.variables());
    }

    /// The section `taskmaster` alone, if it can be read, whatever is wrong elsewhere.
    Optional<DaemonSettings> daemon(Path file) {
        try {
            var document = Yaml.readUpTo(TextFile.read(file), "taskmaster");
            if (!document.flaws().isEmpty()) {
                return Optional.empty();
            }
            var top = document.root().flatMap(root -> top(file, root));
            var before = problems.sorted().size();
            var daemon = top.map(this::daemon);
            return daemon.filter(_ -> problems.sorted().size() == before);
        } catch (TextFile.UnreadableException e) {
            return Optional.empty();
        }
    }

    private DaemonSettings daemon(Section top) {
        return DaemonReader.read(
                top.section("taskmaster", Keys.TASKMASTER), new DefaultPlaces(surroundings));
    }

    /// @param running the settings of the daemon that runs, which logs without a place of their own
    ///   go by; empty if none does
    /// @throws ConfigException if anything is wrong, with everything that is
    Configuration load(Path file, Optional<DaemonSettings> running) {
        var main = Included.main(file);
        seen.add(main.real());
        var top = read(main);
        if (top.isEmpty()) {
            problems.throwIfAny();
        }
        var own = top.orElseThrow().section("taskmaster", Keys.TASKMASTER);
        var daemon = DaemonReader.read(own, new DefaultPlaces(surroundings));
        var programReader = new ProgramReader(running.orElse(daemon).logDir());
        take(top.orElseThrow(), main, programReader);
        while (!waiting.isEmpty()) {
            var included = waiting.remove();
            read(included).ifPresent(section -> take(section, included, programReader));
        }
        var consistency = new Consistency(programs);
        consistency.check();
        daemon.exitOn().ifPresent(exitOn -> consistency.checkExitOn(own, exitOn));
        problems.throwIfAny();
        return new Configuration(
                daemon,
                programs.values().stream().flatMap(draft -> draft.spec().stream()).toList());
    }

    private Optional<Section> read(Included included) {
        var file = included.file();
        problems.reading(file);
        try {
            var document = Yaml.read(TextFile.read(file));
            document.flaws().forEach(flaw -> problems.add(file, flaw.place(), flaw.message()));
            var nothing = new Node.Scalar(new Place(1, 1), "", true);
            return document.flaws().isEmpty()
                    ? top(file, document.root().orElse(nothing))
                    : document.root().flatMap(root -> top(file, root));
        } catch (TextFile.UnreadableException e) {
            e.place()
                    .ifPresentOrElse(
                            place -> problems.add(file, place, e.getMessage()),
                            () -> problems.add(file, e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Section> top(Path file, Node root) {
        if (!(root instanceof Node.Mapping map)) {
            problems.add(
                    file,
                    root.place(),
                    (root instanceof Node.Scalar scalar && scalar.isMissing()
                                    ? "the file is empty"
                                    : Section.found(root))
                            + ", expected a map with the key programs");
            return Optional.empty();
        }
        var folder = new Folder(file.getParent(), surroundings.home());
        return Optional.of(
                Section.of(new Source(file, folder, variables, problems), "", map, Keys.TOP));
    }

    private void take(Section top, Included file, ProgramReader reader) {
        if (file.by().isPresent() && top.has("taskmaster")) {
            top.problem("taskmaster", "belongs into the main file, not into one that is included");
        }
        if (!top.has("programs") && !top.has("include")) {
            top.problem("programs", "is missing, expected a map of programs");
        }
        for (var entry : top.entries("programs")) {
            top.subsection("programs", entry, Keys.PROGRAM, "a map of keys such as cmd")
                    .map(section -> reader.read(entry.key().text(), entry.key().place(), section))
                    .ifPresent(this::add);
        }
        for (var node : top.node("include").map(Section::items).orElse(List.of())) {
            top.value("include", node, text -> Glob.expand(top.source().folder().resolve(text)))
                    .orElse(List.of())
                    .forEach(found -> include(top, node, file.including(found)));
        }
    }

    private void add(ProgramDraft draft) {
        var first = programs.putIfAbsent(draft.name(), draft);
        if (first != null) {
            draft.section()
                    .problem(
                            draft.place(),
                            "is defined twice, the first is at %s:%s"
                                    .formatted(first.section().source().file(), first.place()));
        }
    }

    private void include(Section top, Node node, Included included) {
        if (included.isCircle()) {
            top.problem("include", node.place(), included.file() + " includes itself by this");
        } else if (Files.notExists(included.file())) {
            top.problem("include", node.place(), included.file() + ": no such file");
        } else if (seen.size() == FILES_MAX) {
            top.problem(
                    "include",
                    node.place(),
                    "is one file too many, expected at most " + FILES_MAX + " altogether");
        } else if (seen.add(included.real())) {
            waiting.add(included);
        }
    }
}
