package dev.taskmaster.internal.ini;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The sections of INI files, read one after the other into one whole, as Python's
/// `RawConfigParser` does with `strict=False` and `;` and `#` before comments in a line:
///
/// - a section that is opened again goes on, and a later value takes the place of an earlier one;
/// - the names of options are in lower case, those of sections as they are written;
/// - `=` or `:`, whichever is first, ends the name of an option;
/// - a line that stands further in than the one that began the option goes on with its value, also
///   after comments and empty lines;
/// - `;` or `#` begins a comment at the start of a line and after white space, quotes or not;
/// - what `[DEFAULT]` says goes for every section that does not say otherwise.
///
/// Source: docs.python.org/3/library/configparser.html.
public final class Ini {
    private static final String DEFAULT = "DEFAULT";

    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, Option> defaults = new LinkedHashMap<>();
    private final Predicate<String> wanted;

    /// Of files of which everything is wanted.
    public Ini() {
        this(_ -> true);
    }

    /// @param wanted tells by its name whether the options of a section are wanted: the others are
    ///   passed over, which takes a fraction of the time, and whatever is wrong with them
    public Ini(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /// {@return the sections, in the order in which they were opened first}
    public Collection<Section> sections() {
        return Collections.unmodifiableCollection(sections.values());
    }

    /// {@return the section of that name}
    public Optional<Section> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /// Reads one more file into this.
    ///
    /// @param file where the text is from
    /// @return the lines that it could not make sense of, and went on without
    public List<Flaw> read(Path file, String text) {
        return new FileReader(file).read(text);
    }

    /// Reads one file: knows which section, option and depth the next line goes on with.
    private final class FileReader {
        private final Path file;
        private final List<Flaw> flaws = new ArrayList<>();
        private Section section;
        private Draft option;
        private int indent;
        private boolean passesOver;

        FileReader(Path file) {
            this.file = file;
        }

        List<Flaw> read(String text) {
            var number = 1;
            for (var line : PythonText.lines(text)) {
                read(line, number++);
            }
            endOption();
            return flaws;
        }

        private void read(String line, int number) {
            // Behind an option at the start of a line, only a section can begin there, too.
            if (passesOver && option != null && indent == 0 && !line.startsWith("[")) {
                return;
            }
            var comment = commentStart(line);
            var value = PythonText.strip(line.substring(0, comment));
            if (value.isEmpty()) {
                if (comment == line.length() && option != null) {
                    option.lines.add("");
                }
                return;
            }
            var depth = 0;
            while (PythonText.isSpace(line.charAt(depth))) {
                depth++;
            }
            if (option != null && depth > indent) {
                option.lines.add(value);
                return;
            }
            indent = depth;
            var bracket = value.lastIndexOf(']');
            if (value.startsWith("[") && bracket > 1) {
                open(value.substring(1, bracket), number);
            } else if (section == null) {
                flaws.add(new Flaw(number, depth + 1, outside(value)));
                // One such line is enough to say so.
                section = new Section("", file, number, Map.of());
            } else {
                option(value, number, depth + 1);
            }
        }

        private void open(String name, int number) {
            endOption();
            passesOver = !wanted.test(name);
            section =
                    name.equals(DEFAULT)
                            ? new Section(DEFAULT, file, number, defaults)
                            : sections.computeIfAbsent(
                                    name, _ -> new Section(name, file, number, defaults));
        }

        private void option(String value, int number, int column) {
            var end = delimiter(value);
            if (end < 1) {
                flaw(
                        new Flaw(
                                number,
                                column,
                                "'%s' is neither a [section] nor name = value, nor does it go on with the value before, which takes an indent"
                                        .formatted(shown(value))));
                if (end == 0) {
                    endOption();
                }
                return;
            }
            endOption();
            var name = PythonText.stripEnd(value.substring(0, end)).toLowerCase(Locale.ROOT);
            option = new Draft(name, number, column);
            option.lines.add(PythonText.strip(value.substring(end + 1)));
        }

        private void flaw(Flaw flaw) {
            if (!passesOver) {
                flaws.add(flaw);
            }
        }

        private void endOption() {
            if (option != null) {
                var value =
                        option.lines.size() == 1
                                ? option.lines.getFirst()
                                : PythonText.stripEnd(String.join("\n", option.lines));
                var ended = new Option(option.name, value, file, option.line, option.column);
                if (section.name().equals(DEFAULT)) {
                    defaults.put(ended.name(), ended);
                } else {
                    section.put(ended);
                }
            }
            option = null;
        }
    }

    /// An option whose value may go on.
    private static final class Draft {
        final String name;
        final int line;
        final int column;
        final List<String> lines = new ArrayList<>();

        Draft(String name, int line, int column) {
            this.name = name;
            this.line = line;
            this.column = column;
        }
    }

    private static String outside(String value) {
        return "'%s' stands before the first [section]".formatted(shown(value));
    }

    private static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }

    private static int delimiter(String value) {
        for (var i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '=' || value.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    /// Where the comment of a line begins; the length of the line if it has none.
    ///
    /// Python looks for the next `;` and the next `#` in turn, and stops with the first pair of
    /// which one begins a comment. So in `a;b ;c #d`, the comment is `#d`: the first `;` is passed
    /// over in the turn in which the `#` is found.
    private static int commentStart(String line) {
        var semicolon = line.indexOf(';');
        var hash = line.indexOf('#');
        if (semicolon < 0 && hash < 0) {
            return line.length();
        }
        var stripped = PythonText.strip(line);
        if (stripped.startsWith("#") || stripped.startsWith(";")) {
            return 0;
        }
        while (semicolon >= 0 || hash >= 0) {
            var first =
                    Math.min(
                            beginsComment(line, semicolon) ? semicolon : line.length(),
                            beginsComment(line, hash) ? hash : line.length());
            if (first < line.length()) {
                return first;
            }
            semicolon = semicolon < 0 ? -1 : line.indexOf(';', semicolon + 1);
            hash = hash < 0 ? -1 : line.indexOf('#', hash + 1);
        }
        return line.length();
    }

    private static boolean beginsComment(String line, int at) {
        return at == 0 || at > 0 && PythonText.isSpace(line.charAt(at - 1));
    }
}
