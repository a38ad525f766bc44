package dev.taskmaster.cli.verb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// The words after a verb, sorted into options and the rest.
///
/// @param flags the options without a value that are there
/// @param values the options with a value that are there
/// @param words the rest
public record Arguments(Set<String> flags, Map<String, String> values, List<String> words) {

    /// Sorts the words. Options may stand anywhere; what comes behind `--` is none.
    ///
    /// @throws UsageException if there is an option that the verb does not have, or one without its
    ///   value
    static Arguments parse(List<String> given, List<Option> options) {
        var flags = new HashSet<String>();
        var values = new HashMap<String, String>();
        var words = new ArrayList<String>();
        for (var i = 0; i < given.size(); i++) {
            var word = given.get(i);
            if (word.equals("--")) {
                words.addAll(given.subList(i + 1, given.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                words.add(word);
                continue;
            }
            if (find(word, options).value().isEmpty()) {
                flags.add(word);
            } else if (++i < given.size()) {
                values.put(word, given.get(i));
            } else {
                throw new UsageException(word + " expects a value");
            }
        }
        return new Arguments(flags, values, words);
    }

    private static Option find(String word, List<Option> options) {
        return options.stream()
                .filter(option -> option.name().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "no such option: "
                                                + word
                                                + options.stream()
                                                        .map(Option::name)
                                                        .collect(
                                                                Collectors.joining(
                                                                        ", ", ", expected ", ""))));
    }

    boolean has(Option option) {
        return flags.contains(option.name());
    }

    /// {@return the value of an option, if it is there}
    ///
    /// @throws UsageException if it is no number
    OptionalInt number(Option option) {
        var text = values.get(option.name());
        if (text == null) {
            return OptionalInt.empty();
        }
        if (!text.matches("[0-9]{1,7}")) {
            throw new UsageException(
                    option.name() + " expects a number up to 9999999, found '" + text + "'");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /// @throws UsageException if there are words
    void expectNoWords() {
        if (!words.isEmpty()) {
            throw new UsageException("takes no arguments, found " + words.getFirst());
        }
    }
}
