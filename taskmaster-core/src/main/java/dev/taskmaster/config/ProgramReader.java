package dev.taskmaster.config;

import static dev.taskmaster.config.Values.whole;

import dev.taskmaster.config.ProgramDraft.Dependency;
import dev.taskmaster.internal.yaml.Node;
import dev.taskmaster.internal.yaml.Place;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.InvalidSpecException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.User;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads programs. What is not written has the default of [ProgramSpec.Builder], but for output,
/// which goes to files in the state folder.
final class ProgramReader {
    /// How many processes all programs may ask for together.
    static final int PROCESSES_MAX = 100_000;

    private final Optional<Path> logDir;
    private long processes;

    /// @param logDir where logs without a place of their own are; empty if nowhere
    ProgramReader(Optional<Path> logDir) {
        this.logDir = logDir;
    }

    /// Reads one program; what is wrong with it is added to the problems.
    ProgramDraft read(String name, Place place, Section program) {
        var dependencies = dependencies(program);
        var builder = ProgramSpec.named(name);
        builder.dependsOn(dependencies.stream().map(Dependency::program).toList());
        // A missing command is a problem already; its place is held so that the rest is checked.
        builder.cmd(command(program, place).orElse(List.of("missing")));
        int numprocs = program.read("numprocs", whole(1, 100_000)).orElse(1);
        builder.numprocs(numprocs);
        policies(program, builder);
        surroundings(program, builder);
        return new ProgramDraft(
                name,
                program,
                place,
                dependencies,
                hasRoomFor(numprocs, program) ? build(builder, place, program) : Optional.empty());
    }

    private static void policies(Section program, ProgramSpec.Builder builder) {
        program.read("numprocs_start", whole(0, 1_000_000)).ifPresent(builder::numprocsStart);
        program.read("group", text -> ProcessName.check("group", text)).ifPresent(builder::group);
        program.read("priority", whole(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .ifPresent(builder::priority);
        program.read("autostart", Values::flag).ifPresent(builder::autostart);
        program.read("autorestart", Values::autorestart).ifPresent(builder::autorestart);
        program.readList("exitcodes", whole(0, 255)).ifPresent(builder::exitCodes);
        program.read("startretries", whole(0, 1_000_000)).ifPresent(builder::startRetries);
        program.read("starttime", Values::duration).ifPresent(builder::startTime);
        builder.backoff(backoff(program.section("backoff", Keys.BACKOFF)));
        program.read("stopsignal", Values::signal).ifPresent(builder::stopSignal);
        program.read("stoptime", Values::duration).ifPresent(builder::stopTime);
        program.read("stopasgroup", Values::flag).ifPresent(builder::stopAsGroup);
        program.read("killasgroup", Values::flag).ifPresent(builder::killAsGroup);
        program.read("killtree", Values::flag).ifPresent(builder::killTree);
    }

    private void surroundings(Section program, ProgramSpec.Builder builder) {
        builder.stdout(output(program, "stdout"));
        builder.stderr(output(program, "stderr"));
        stdin(program).ifPresent(builder::stdin);
        // What stands in the configuration wins over what stands in files.
        builder.env(variablesOfFiles(program));
        builder.env(variables(program));
        program.read("workingdir", program.source().folder()::resolve)
                .ifPresent(builder::workingDir);
        program.read("umask", Values::umask).ifPresent(builder::umask);
        limits(program, builder);
        program.read("user", text -> new User(text, true)).ifPresent(builder::user);
    }

    private Output output(Section program, String stream) {
        var auto = logDir.map(dir -> dir.resolve("{process}." + stream + ".log"));
        return OutputReader.stream(program, stream, auto);
    }

    private boolean hasRoomFor(int numprocs, Section program) {
        var before = processes;
        processes += numprocs;
        // Said once, of the program that is too much.
        if (processes > PROCESSES_MAX && before <= PROCESSES_MAX) {
            program.problem(
                    "numprocs",
                    "makes %s processes with the programs before it, expected at most %s"
                            .formatted(processes, PROCESSES_MAX));
        }
        return processes <= PROCESSES_MAX;
    }

    private static Optional<ProgramSpec> build(
            ProgramSpec.Builder builder, Place place, Section program) {
        try {
            return Optional.of(builder.build());
        } catch (InvalidSpecException e) {
            var key = e.field().replaceFirst("\\..*", "");
            if (program.knows(key)) {
                program.problem(key, e.problem());
            } else {
                program.problem(place, e.problem());
            }
        } catch (InvalidPathException e) {
            // A name that the encoding of the system's file names has no characters for.
            program.problem(place, "cannot be part of a path: " + e.getReason());
        }
        return Optional.empty();
    }

    private static Optional<List<String>> command(Section program, Place place) {
        if (!program.has("cmd")) {
            program.problem("cmd", place, "is missing, expected a command to run");
            return Optional.empty();
        }
        var node = program.node("cmd").orElseThrow();
        var words =
                node instanceof Node.Scalar scalar && !scalar.isMissing()
                        ? program.attempt(
                                "cmd",
                                scalar.place(),
                                () -> Words.split(scalar.text(), program.source().variables()))
                        : program.readList("cmd", Function.identity());
        return words.flatMap(
                list ->
                        program.attempt(
                                "cmd",
                                node.place(),
                                () -> resolved(list, program.source().folder())));
    }

    private static List<String> resolved(List<String> words, Folder folder) {
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw new BadValueException("is empty, expected a command to run");
        }
        var resolved = new ArrayList<>(words);
        resolved.replaceAll(folder::tilde);
        // A bare name is looked for in PATH when it is launched.
        if (resolved.getFirst().indexOf('/') >= 0) {
            resolved.set(0, folder.resolve(resolved.getFirst()).toString());
        }
        return resolved;
    }

    private static List<Dependency> dependencies(Section program) {
        var dependencies = new ArrayList<Dependency>();
        for (var node : program.node("depends_on").map(Section::items).orElse(List.of())) {
            program.value("depends_on", node, Function.identity())
                    .ifPresent(name -> dependencies.add(new Dependency(name, node.place())));
        }
        return dependencies;
    }

    private static Backoff backoff(Section section) {
        var standard = Backoff.standard();
        var initial = section.read("initial", Values::positiveDuration).orElse(standard.initial());
        var max =
                section.read("max", Values::positiveDuration)
                        .orElse(Collections.max(List.of(standard.max(), initial)));
        if (max.compareTo(initial) < 0) {
            section.problem("max", "is less than initial, expected at least the same");
            max = initial;
        }
        return new Backoff.Exponential(
                initial,
                max,
                section.read("factor", Values.decimal(1, 10)).orElse(standard.factor()),
                section.read("jitter", Values.decimal(0, 1)).orElse(standard.jitter()),
                section.read("reset", Values::positiveDuration).orElse(standard.reset()));
    }

    private static Optional<Stdin> stdin(Section program) {
        if (program.node("stdin").filter(OutputReader::isNone).isPresent()) {
            return Optional.of(new Stdin.Empty());
        }
        return program.read(
                "stdin",
                text ->
                        text.toLowerCase(Locale.ROOT).equals("pipe")
                                ? new Stdin.Pipe()
                                : new Stdin.File(program.source().folder().resolve(text)));
    }

    private static void limits(Section program, ProgramSpec.Builder builder) {
        var limits = program.section("limits", Keys.LIMITS);
        for (var resource : Resource.values()) {
            limits.read(resource.toString(), Limit::parse)
                    .ifPresent(limit -> builder.limit(resource, limit));
        }
    }

    private static Map<String, String> variablesOfFiles(Section program) {
        var variables = new LinkedHashMap<String, String>();
        for (var node : program.node("env_file").map(Section::items).orElse(List.of())) {
            program.value("env_file", node, program.source().folder()::resolve)
                    .flatMap(
                            file ->
                                    program.attempt(
                                            "env_file",
                                            node.place(),
                                            () -> EnvFile.read(file, program.source().problems())))
                    .ifPresent(variables::putAll);
        }
        return variables;
    }

    private static Map<String, String> variables(Section program) {
        var variables = new LinkedHashMap<String, String>();
        for (var entry : program.entries("env")) {
            variable(program, entry).ifPresent(value -> variables.put(entry.key().text(), value));
        }
        return variables;
    }

    private static Optional<String> variable(Section program, Node.Entry entry) {
        var name = entry.key().text();
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            program.problem(
                    "env",
                    entry.key().place(),
                    Values.quoted(name) + " is not the name of a variable");
            return Optional.empty();
        }
        return switch (entry.value()) {
            // Nothing after the colon is an empty text, as in a shell.
            case Node.Scalar scalar when scalar.isMissing() -> Optional.of("");
            case Node.Scalar scalar -> program.value("env", scalar, Function.identity());
            case Node.Sequence _, Node.Mapping _ -> {
                program.problem(
                        "env",
                        entry.value().place(),
                        Section.found(entry.value())
                                + " for "
                                + Values.quoted(name)
                                + ", expected text");
                yield Optional.empty();
            }
        };
    }
}
