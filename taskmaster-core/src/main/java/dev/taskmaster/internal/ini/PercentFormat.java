package dev.taskmaster.internal.ini;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Python's `%`-format with names: `%(name)s` stands for a text, `%(number)02d` for a number in two
/// digits at least, `%%` for `%`.
///
/// Of the conversions, `s` is for both, `d`, `i`, `u`, `o`, `x` and `X` are for numbers; all with
/// Python's flags, width and precision. What Python would do with a `%s` without a name, put all
/// names and values in its place, is refused.
///
/// Source: docs.python.org/3/library/stdtypes.html, printf-style String Formatting.
///
/// @param texts the texts that there are names for
/// @param numbers the numbers that there are names for; a number wins over a text of its name
public record PercentFormat(Map<String, String> texts, Map<String, Integer> numbers) {
    private static final Pattern CONVERSION =
            Pattern.compile("([#0 +-]*)([0-9]*)(?:\\.([0-9]*))?[hlL]?(.)", Pattern.DOTALL);

    /// Wide enough for every name, and too narrow to fill the memory.
    private static final int WIDTH_MAX = 1000;

    private static final int LENGTH_MAX = 1 << 20;
    private static final String ENV = "ENV_";

    public PercentFormat {
        texts = Map.copyOf(texts);
        numbers = Map.copyOf(numbers);
    }

    /// {@return the text with all that stands for something replaced by it}
    ///
    /// @throws MalformedException if a name is unknown or the format is not well-formed
    public String expand(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        for (var i = 0; i < text.length(); ) {
            if (text.charAt(i) != '%') {
                expanded.append(text.charAt(i++));
            } else if (text.startsWith("%%", i)) {
                expanded.append('%');
                i += 2;
            } else {
                i = conversion(text, i, expanded);
            }
            if (expanded.length() > LENGTH_MAX) {
                throw new MalformedException(
                        "becomes longer than %s characters".formatted(LENGTH_MAX));
            }
        }
        return expanded.toString();
    }

    private int conversion(String text, int percent, StringBuilder into) {
        if (!text.startsWith("%(", percent)) {
            throw new MalformedException(
                    "the %% at character %s has no (name) after it, expected %%(name)s, or %%%% for the character itself"
                            .formatted(percent + 1));
        }
        var close = closing(text, percent + 2);
        var name = text.substring(percent + 2, close);
        var format = CONVERSION.matcher(text).region(close + 1, text.length());
        if (!format.lookingAt()) {
            throw new MalformedException(
                    "%%(%s) has no letter after it, expected %%(%s)s".formatted(name, name));
        }
        into.append(
                new Conversion(
                                name,
                                format.group(1),
                                size(name, format.group(2), 0),
                                size(name, format.group(3), -1),
                                format.group(4))
                        .of(this));
        return format.end();
    }

    private static int closing(String text, int from) {
        var open = 1;
        for (var i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> open++;
                case ')' -> open--;
                default -> {}
            }
            if (open == 0) {
                return i;
            }
        }
        throw new MalformedException("the %( at character " + (from - 1) + " has no closing )");
    }

    /// @param absent what stands for no digits at all
    private static int size(String name, String digits, int absent) {
        if (digits == null) {
            return absent;
        }
        var significant = digits.replaceFirst("^0+", "");
        if (significant.length() > 4
                || !significant.isEmpty() && Integer.parseInt(significant) > WIDTH_MAX) {
            throw new MalformedException(
                    "%%(%s) is to be more than %s characters wide".formatted(name, WIDTH_MAX));
        }
        return significant.isEmpty() ? 0 : Integer.parseInt(significant);
    }

    private MalformedException unknown(String name) {
        var names = new TreeSet<>(texts.keySet());
        names.addAll(numbers.keySet());
        // The environment's names are many: all of them are only shown to whoever wants one.
        var shown = names.stream().filter(n -> name.startsWith(ENV) || !n.startsWith(ENV));
        return new MalformedException(
                "there is no %%(%s)s, expected one of %s%s"
                        .formatted(
                                name,
                                shown.collect(Collectors.joining(", ")),
                                name.startsWith(ENV)
                                        ? ""
                                        : ", or ENV_X for the environment variable X"));
    }

    /// One `%(name)…`.
    private record Conversion(String name, String flags, int width, int precision, String letter) {

        String of(PercentFormat values) {
            var number = values.numbers.get(name);
            if (number == null && !values.texts.containsKey(name)) {
                throw values.unknown(name);
            }
            return switch (letter) {
                case "s" -> padded(text(number == null ? values.texts.get(name) : "" + number));
                case "d", "i", "u", "o", "x", "X" -> {
                    if (number == null) {
                        throw new MalformedException(
                                "%%(%s)%s is for numbers, and this is a text, expected %%(%s)s"
                                        .formatted(name, letter, name));
                    }
                    yield padded(number(number));
                }
                default ->
                        throw new MalformedException(
                                "'%s' after %%(%s) is not a conversion, expected s%s"
                                        .formatted(letter, name, number == null ? "" : " or d"));
            };
        }

        private String text(String value) {
            return precision < 0 || precision >= value.codePointCount(0, value.length())
                    ? value
                    : value.substring(0, value.offsetByCodePoints(0, precision));
        }

        private String number(int value) {
            var magnitude = BigInteger.valueOf(value).abs();
            var digits =
                    switch (letter) {
                        case "o" -> magnitude.toString(8);
                        case "x" -> magnitude.toString(16);
                        case "X" -> magnitude.toString(16).toUpperCase(Locale.ROOT);
                        default -> magnitude.toString();
                    };
            var sign = value < 0 ? "-" : flag('+') ? "+" : flag(' ') ? " " : "";
            var prefix = sign + (flag('#') && "oxX".contains(letter) ? "0" + letter : "");
            var least =
                    flag('0') && !flag('-')
                            ? Math.max(precision, width - prefix.length())
                            : precision;
            return prefix + "0".repeat(Math.max(0, least - digits.length())) + digits;
        }

        private String padded(String value) {
            var space = " ".repeat(Math.max(0, width - value.codePointCount(0, value.length())));
            return flag('-') ? value + space : space + value;
        }

        private boolean flag(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }
}
