package dev.taskmaster.config;

import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What stands for one or several processes in YAML: the first of them, in whose texts their names
/// and numbers may be `{process}` and `{num}`.
///
/// @param process the first process
/// @param placeholders puts the placeholders into a text
record Template(ProcessSpec process, UnaryOperator<String> placeholders) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?:program|process|num)}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_/.+=@%:,{}-]+");

    /// {@return the template of a process alone, whose texts are as they are}
    static Template of(ProcessSpec process) {
        return new Template(process, UnaryOperator.identity());
    }

    /// {@return the template of a program's processes, if they have names as YAML gives them, and
    /// differ by their names and numbers only}
    static Optional<Template> of(ProgramSpec program) {
        var processes = new ArrayList<>(program.processes());
        processes.sort((a, b) -> Integer.compare(a.num(), b.num()));
        var first = processes.getFirst();
        if (processes.size() == 1) {
            return Optional.of(of(first))
                    .filter(_ -> first.name().process().equals(program.name()));
        }
        var named =
                IntStream.range(0, processes.size())
                        .allMatch(i -> isNamed(processes.get(i), first.num() + i));
        if (!named || first.num() < 0) {
            return Optional.empty();
        }
        return Stream.<UnaryOperator<String>>of(
                        UnaryOperator.identity(), byName(first), byNameAndNumber(first))
                .map(placeholders -> new Template(first, placeholders))
                .filter(template -> processes.stream().allMatch(template::makes))
                .findFirst();
    }

    private static boolean isNamed(ProcessSpec process, int num) {
        var name = String.format(Locale.ROOT, "%s_%02d", process.program(), num);
        return process.num() == num && process.name().process().equals(name);
    }

    private static UnaryOperator<String> byName(ProcessSpec process) {
        return text -> text.replace(process.name().process(), "{process}");
    }

    private static UnaryOperator<String> byNameAndNumber(ProcessSpec process) {
        return text -> byName(process).apply(text).replace(String.valueOf(process.num()), "{num}");
    }

    /// Whether it comes out as the process, once the placeholders are replaced.
    private boolean makes(ProcessSpec other) {
        var wanted = texts(other.launch());
        var here = texts(process.launch());
        return wanted.size() == here.size()
                && IntStream.range(0, here.size())
                        .allMatch(
                                i ->
                                        filled(placeholders.apply(here.get(i)), other)
                                                .equals(wanted.get(i)));
    }

    private static String filled(String text, ProcessSpec process) {
        return text.replace("{process}", process.name().process())
                .replace("{num}", String.valueOf(process.num()));
    }

    /// All texts of a launch in which there may be placeholders, without those that supervisord
    /// adds.
    private static List<String> texts(LaunchSpec launch) {
        var texts = new ArrayList<>(launch.cmd());
        texts.add(launch.workingDir().map(Path::toString).orElse(""));
        launch.env()
                .forEach(
                        (name, value) -> {
                            if (!name.equals("SUPERVISOR_PROCESS_NAME")) {
                                texts.add(name);
                                texts.add(value);
                            }
                        });
        Stream.of(launch.stdout(), launch.stderr())
                .flatMap(output -> output.file().stream())
                // Logs of supervisord's own making are of our own making then.
                .map(Path::toString)
                .map(file -> file.replaceFirst("---.*-[0-9a-z]{8}\\.log$", ".log"))
                .forEach(texts::add);
        return texts;
    }

    /// {@return what it does not carry: texts that would be taken for something else}
    List<String> literals() {
        var literals = new ArrayList<String>();
        for (var text : texts(process.launch())) {
            if (PLACEHOLDER.matcher(text).find()) {
                literals.add(Values.quoted(text) + " has a placeholder in it, which is replaced");
            }
        }
        for (var word : process.launch().cmd()) {
            if (word.equals("~") || word.startsWith("~/")) {
                literals.add(Values.quoted(word) + " begins with the supervisor's home");
            }
        }
        return literals;
    }

    String text(String text) {
        return placeholders.apply(text);
    }

    /// {@return the command, as a text where that is the same as the list of its words}
    ///
    /// @param folder what a relative program starts from
    Object cmd(Path folder) {
        var words = new ArrayList<>(process.launch().cmd().stream().map(placeholders).toList());
        if (words.getFirst().indexOf('/') >= 0) {
            words.set(0, folder.resolve(words.getFirst()).normalize().toString());
        }
        return words.stream().allMatch(word -> WORD.matcher(word).matches())
                ? String.join(" ", words)
                : words;
    }

    Optional<String> workingDir() {
        return process.launch().workingDir().map(Path::toString).map(placeholders);
    }

    /// {@return the variables of these names}
    Map<String, Object> env(Collection<String> names) {
        var env = new LinkedHashMap<String, Object>();
        names.forEach(name -> env.put(name, placeholders.apply(process.launch().env().get(name))));
        return env;
    }
}
