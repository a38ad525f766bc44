package dev.taskmaster.cli.command;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The command line of supervisord, read as Python's getopt does: short options may stand together,
/// long ones may be cut short.
///
/// @param configuration the file that was named
/// @param help whether help was asked for
/// @param version whether the version was asked for
/// @param overrides options of the section `[supervisord]`, by their names in the file
///
///   Source: supervisord options.py, `ServerOptions`.
record SupervisordOptions(
        Optional<String> configuration,
        boolean help,
        boolean version,
        Map<String, String> overrides) {

    /// An option.
    ///
    /// @param letter the short form; a space where there is none
    /// @param name the long form
    /// @param takesValue whether a value follows
    /// @param key the option of the file that it stands for; empty for none
    private record Known(char letter, String name, boolean takesValue, String key) {}

    private static final List<Known> KNOWN =
            List.of(
                    new Known('c', "configuration", true, ""),
                    new Known('h', "help", false, ""),
                    new Known('?', "help", false, ""),
                    new Known('v', "version", false, ""),
                    new Known('n', "nodaemon", false, "nodaemon"),
                    new Known('s', "silent", false, "silent"),
                    new Known('k', "nocleanup", false, "nocleanup"),
                    new Known('t', "strip_ansi", false, "strip_ansi"),
                    new Known('u', "user", true, "user"),
                    new Known('m', "umask", true, "umask"),
                    new Known('d', "directory", true, "directory"),
                    new Known('l', "logfile", true, "logfile"),
                    new Known('y', "logfile_maxbytes", true, "logfile_maxbytes"),
                    new Known('z', "logfile_backups", true, "logfile_backups"),
                    new Known('e', "loglevel", true, "loglevel"),
                    new Known('j', "pidfile", true, "pidfile"),
                    new Known('i', "identifier", true, "identifier"),
                    new Known('q', "childlogdir", true, "childlogdir"),
                    new Known('a', "minfds", true, "minfds"),
                    new Known(' ', "minprocs", true, "minprocs"),
                    new Known(' ', "profile_options", true, ""));

    /// @throws IllegalArgumentException if an option is unknown, comes twice or lacks its value, or
    ///   if there is anything else; its message says so
    static SupervisordOptions parse(String... arguments) {
        var values = new LinkedHashMap<String, String>();
        var seen = new HashSet<String>();
        var words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            var word = words.next();
            if (word.startsWith("--") && word.length() > 2) {
                parseLong(word.substring(2), words, values, seen);
            } else if (word.startsWith("-") && word.length() > 1 && !word.equals("--")) {
                parseShort(word.substring(1), words, values, seen);
            } else {
                throw new IllegalArgumentException(
                        "positional arguments are not supported: " + word);
            }
        }
        var overrides = new LinkedHashMap<String, String>();
        for (var known : KNOWN) {
            if (!known.key().isEmpty() && values.containsKey(known.name())) {
                overrides.put(known.key(), values.get(known.name()));
            }
        }
        return new SupervisordOptions(
                Optional.ofNullable(values.get("configuration")),
                values.containsKey("help"),
                values.containsKey("version"),
                overrides);
    }

    private static void parseLong(
            String word, Iterator<String> words, Map<String, String> values, Set<String> seen) {
        var parts = word.split("=", 2);
        var option = find(parts[0]);
        if (parts.length == 2 && !option.takesValue()) {
            throw new IllegalArgumentException(
                    "option --" + option.name() + " must not have an argument");
        }
        note(
                option,
                parts.length == 2 ? parts[1] : value(option, "--" + option.name(), words),
                values,
                seen);
    }

    private static Known find(String name) {
        var matching = KNOWN.stream().filter(known -> known.name().startsWith(name)).toList();
        return matching.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .or(() -> matching.stream().findFirst().filter(_ -> matching.size() == 1))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        matching.isEmpty()
                                                ? "option --" + name + " not recognized"
                                                : "option --" + name + " not a unique prefix"));
    }

    private static void parseShort(
            String letters, Iterator<String> words, Map<String, String> values, Set<String> seen) {
        for (var i = 0; i < letters.length(); i++) {
            var letter = letters.charAt(i);
            var option =
                    KNOWN.stream()
                            .filter(known -> known.letter() == letter && letter != ' ')
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "option -" + letter + " not recognized"));
            var rest = letters.substring(i + 1);
            if (option.takesValue() && !rest.isEmpty()) {
                note(option, rest, values, seen);
                return;
            }
            note(option, value(option, "-" + letter, words), values, seen);
        }
    }

    private static String value(Known option, String written, Iterator<String> words) {
        if (!option.takesValue()) {
            return "true";
        }
        if (!words.hasNext()) {
            throw new IllegalArgumentException("option " + written + " requires argument");
        }
        return words.next();
    }

    private static void note(
            Known option, String value, Map<String, String> values, Set<String> seen) {
        if (!seen.add(option.name())) {
            throw new IllegalArgumentException(
                    "conflicting command line option --" + option.name());
        }
        values.put(option.name(), value);
    }
}
