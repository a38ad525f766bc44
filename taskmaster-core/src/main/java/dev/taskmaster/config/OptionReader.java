package dev.taskmaster.config;

import dev.taskmaster.internal.ini.MalformedException;
import dev.taskmaster.internal.ini.Option;
import dev.taskmaster.internal.ini.Section;
import dev.taskmaster.internal.yaml.Place;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads the options of one section. What is wrong with one is noted, and reading goes on as if it
/// were not there.
///
/// @param section the section
/// @param names what `%(name)s` stands for in it
/// @param report where to say what is wrong
record OptionReader(Section section, Names names, Report report) {

    /// Where to say what is wrong.
    ///
    /// @param problems with these, the file cannot be used
    /// @param warnings with these, it can
    record Report(Problems problems, Problems warnings) {}

    OptionReader with(Names others) {
        return new OptionReader(section, others, report);
    }

    boolean has(String option) {
        return section.option(option).isPresent();
    }

    /// {@return the value as it is written}
    Optional<String> raw(String option) {
        return section.option(option).map(Option::value);
    }

    /// {@return the value with its names replaced; empty if there is none, or none that can be
    /// used}
    Optional<String> text(String option) {
        return read(option, Function.identity());
    }

    /// {@return what a reader makes of the value; empty if there is none, or none that can be used}
    <T> Optional<T> read(String option, Function<String, T> reader) {
        return section.option(option)
                .flatMap(
                        found -> {
                            try {
                                return Optional.of(reader.apply(names.expand(found)));
                            } catch (BadValueException | MalformedException e) {
                                problem(found, e.getMessage());
                                return Optional.empty();
                            }
                        });
    }

    boolean flag(String option, boolean otherwise) {
        return read(option, SupervisordValues::flag).orElse(otherwise);
    }

    int integer(String option, int otherwise) {
        return read(option, SupervisordValues::integer).orElse(otherwise);
    }

    long byteSize(String option, long otherwise) {
        return read(option, SupervisordValues::byteSize).orElse(otherwise);
    }

    /// Adds a problem with the value of an option, or with the absence of it.
    void problem(String option, String message) {
        section.option(option)
                .ifPresentOrElse(
                        found -> problem(found, message),
                        () -> problem("%s: %s".formatted(option, message)));
    }

    private void problem(Option option, String message) {
        report.problems()
                .add(
                        option.file(),
                        new Place(option.line(), option.column()),
                        named(option.name(), message));
    }

    /// Adds a problem with the section.
    void problem(String message) {
        report.problems()
                .add(
                        section.file(),
                        new Place(section.line(), 1),
                        "[%s] %s".formatted(section.name(), message));
    }

    /// Adds a warning about an option, or about the absence of it.
    void warning(String option, String message) {
        section.option(option)
                .ifPresentOrElse(
                        found ->
                                report.warnings()
                                        .add(
                                                found.file(),
                                                new Place(found.line(), found.column()),
                                                named(option, message)),
                        () -> warning("%s: %s".formatted(option, message)));
    }

    /// Adds a warning about the section.
    void warning(String message) {
        report.warnings()
                .add(
                        section.file(),
                        new Place(section.line(), 1),
                        "[%s] %s".formatted(section.name(), message));
    }

    /// Warns of options that are not among those known here; supervisord passes over them in
    /// silence.
    void warnOfOthers(Collection<String> known, Map<String, String> renamed) {
        for (var option : section.options()) {
            if (!known.contains(option.name())) {
                var hint =
                        Optional.ofNullable(renamed.get(option.name()))
                                .map(", did you mean '%s'?"::formatted)
                                .orElseGet(
                                        () ->
                                                Nearest.hint(
                                                        option.name(),
                                                        known.stream().sorted().toList()));
                warning(option.name(), "is not an option here and is ignored" + hint);
            }
        }
    }

    private String named(String option, String message) {
        return "[%s] %s: %s".formatted(section.name(), option, message);
    }
}
