package dev.taskmaster.config;

import dev.taskmaster.internal.ini.Option;
import dev.taskmaster.internal.ini.PercentFormat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What `%(name)s` stands for in the options of a section, but for `here`, which is the folder of
/// the file in which an option is written.
///
/// @param variables `ENV_X` for every variable X: they are many, and the same for most sections
/// @param texts the other names that stand for texts
/// @param numbers the names that stand for numbers
record Names(
        Map<String, String> variables, Map<String, String> texts, Map<String, Integer> numbers) {
    Names {
        variables = Map.copyOf(variables);
        texts = Map.copyOf(texts);
        numbers = Map.copyOf(numbers);
    }

    /// {@return `ENV_X` for every variable X}
    static Names of(Map<String, String> variables) {
        return new Names(Map.of(), Map.of(), Map.of()).withVariables(variables);
    }

    Names withVariables(Map<String, String> others) {
        if (others.isEmpty()) {
            return this;
        }
        var more = new HashMap<>(variables);
        others.forEach((name, value) -> more.put("ENV_" + name, value));
        return new Names(more, texts, numbers);
    }

    Names with(Map<String, String> others) {
        var more = new HashMap<>(texts);
        more.putAll(others);
        return new Names(variables, more, numbers);
    }

    Names withNumbers(Map<String, Integer> others) {
        var more = new HashMap<>(numbers);
        more.putAll(others);
        return new Names(variables, texts, more);
    }

    /// @throws dev.taskmaster.internal.ini.MalformedException if a name is unknown or a format is
    ///   not one
    String expand(Option option) {
        return expand(option.value(), option.file());
    }

    String expand(String text, Path file) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var all = new HashMap<>(variables);
        all.putAll(texts);
        all.put("here", file.getParent().toString());
        return new PercentFormat(all, numbers).expand(text);
    }
}
