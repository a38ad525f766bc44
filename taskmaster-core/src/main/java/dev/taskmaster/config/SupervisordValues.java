package dev.taskmaster.config;

import static dev.taskmaster.config.Values.quoted;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.internal.ini.MalformedException;
import dev.taskmaster.internal.ini.PythonText;
import dev.taskmaster.internal.ini.Shlex;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.InvalidSpecException;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The single values of a supervisord.conf: each method reads one text as supervisord does, and
/// throws [BadValueException] if it is not what it should be.
final class SupervisordValues {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(?:_[0-9]+)*");
    private static final Pattern OCTAL = Pattern.compile("(?:0[oO]_?)?([0-7]+(?:_[0-7]+)*)");

    /// More than any number that is in range needs, and few enough for a pattern.
    private static final int DIGITS_MAX = 40;

    private SupervisordValues() {}

    /// `yes`, `true`, `on`, `1` or `no`, `false`, `off`, `0`, in any case.
    static boolean flag(String text) {
        return optionalFlag(text)
                .orElseThrow(
                        () ->
                                new BadValueException(
                                        quoted(text)
                                                + " is not a boolean, expected true or false (or yes, on, 1; no, off, 0)"));
    }

    private static Optional<Boolean> optionalFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> Optional.of(true);
            case "no", "false", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static int integer(String text) {
        return (int)
                inRange(text, big(text, "a whole number"), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static int integer(String text, int min, int max) {
        return (int) inRange(text, big(text, "a whole number"), min, max);
    }

    private static BigInteger big(String text, String what) {
        var digits = PythonText.strip(text);
        if (digits.length() > DIGITS_MAX || !INTEGER.matcher(digits).matches()) {
            throw new BadValueException("%s is not %s".formatted(quoted(text), what));
        }
        return new BigInteger(digits.replace("_", ""));
    }

    private static long inRange(String text, BigInteger value, long min, long max) {
        if (value.compareTo(BigInteger.valueOf(min)) < 0
                || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new BadValueException(
                    "%s is out of range, expected %s to %s".formatted(quoted(text), min, max));
        }
        return value.longValueExact();
    }

    /// A number of bytes, or of `KB`, `MB` or `GB`, in any case, where a KB is 1024 bytes.
    static long byteSize(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var shift =
                lower.endsWith("kb")
                        ? 10
                        : lower.endsWith("mb") ? 20 : lower.endsWith("gb") ? 30 : 0;
        var number = shift == 0 ? text : text.substring(0, text.length() - 2);
        var value = big(number, "a size, expected bytes, or a size such as 64KB, 50MB or 1GB");
        return inRange(text, value.shiftLeft(shift), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /// Permissions or a umask, always octal: `022`, `22` and `0o22` are the same.
    static int octal(String text) {
        var digits = PythonText.strip(text);
        var octal = OCTAL.matcher(digits);
        if (digits.length() > DIGITS_MAX || !octal.matches()) {
            throw new BadValueException(
                    quoted(text)
                            + " is not octal, expected digits from 0 to 7, such as 022 or 0700");
        }
        var value = new BigInteger(octal.group(1).replace("_", ""), 8);
        if (value.bitLength() > 12) {
            throw new BadValueException(
                    quoted(text) + " is out of range, expected 0 to 7777 (octal)");
        }
        return value.intValueExact();
    }

    static Signal signal(String text) {
        return Values.signal(PythonText.strip(text));
    }

    /// Numbers from 0 to 255, with commas between; none at all is fine.
    static List<Integer> exitCodes(String text) {
        var codes = new ArrayList<Integer>();
        if (!text.isEmpty()) {
            for (var code : text.split(",", -1)) {
                codes.add(integer(code, 0, 255));
            }
        }
        return codes;
    }

    static Autorestart autorestart(String text) {
        if (text.equalsIgnoreCase("unexpected")) {
            return Autorestart.UNEXPECTED;
        }
        return optionalFlag(text)
                .map(always -> always ? Autorestart.ALWAYS : Autorestart.NEVER)
                .orElseThrow(
                        () ->
                                new BadValueException(
                                        quoted(text) + " is none of true, false, unexpected"));
    }

    static LogLevel logLevel(String text) {
        for (var level : LogLevel.values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw new BadValueException(
                quoted(text) + " is none of critical, error, warn, info, debug, trace, blather");
    }

    /// The parts between commas, without the white space around them.
    static List<String> strings(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(",", -1)).stream().map(PythonText::strip).toList();
    }

    /// The name of a program, group or process: as supervisord, and what [ProcessName] says.
    static String name(String text) {
        var name = nameFormat(text);
        try {
            return ProcessName.check("name", name);
        } catch (InvalidSpecException e) {
            throw new BadValueException(e.getMessage());
        }
    }

    /// A name in which `%(…)s` is not expanded yet.
    static String nameFormat(String text) {
        var name = PythonText.strip(text);
        for (var c : new char[] {' ', ':', '/'}) {
            if (name.indexOf(c) >= 0) {
                throw new BadValueException(
                        "%s is not a name: it has a '%c' in it".formatted(quoted(text), c));
            }
        }
        return name;
    }

    /// `KEY=value,KEY2="value, 2"`: words, or texts in quotes, in threes of a key, a `=` and a
    /// value; between them, any one word or character.
    static Map<String, String> environment(String text) {
        List<String> tokens;
        try {
            tokens = Shlex.tokens(text, "/.+-():");
        } catch (MalformedException e) {
            throw new BadValueException(quoted(text) + " has a quote that is not closed");
        }
        var environment = new LinkedHashMap<String, String>();
        for (var i = 0; i < tokens.size(); i += 4) {
            if (i + 2 >= tokens.size() || !tokens.get(i + 1).equals("=")) {
                throw new BadValueException(
                        "%s is not KEY=value, expected KEY=\"value\",KEY2=\"value\""
                                .formatted(
                                        quoted(
                                                String.join(
                                                        "",
                                                        tokens.subList(
                                                                i,
                                                                Math.min(i + 3, tokens.size()))))));
            }
            var key = tokens.get(i);
            if (key.indexOf('=') >= 0) {
                throw new BadValueException(quoted(key) + " cannot be the name of a variable");
            }
            environment.put(key, withoutQuotes(tokens.get(i + 2)));
        }
        return environment;
    }

    private static String withoutQuotes(String token) {
        var start = 0;
        var end = token.length();
        while (start < end && isQuote(token.charAt(start))) {
            start++;
        }
        while (end > start && isQuote(token.charAt(end - 1))) {
            end--;
        }
        return token.substring(start, end);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    /// A host and a port.
    ///
    /// @param host in lower case; empty for all interfaces
    record InetAddress(String host, int port) {}

    /// `host:port`, `:port`, `*:port` or `port`.
    static InetAddress inetAddress(String text) {
        var colon = text.lastIndexOf(':');
        var host = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        var port = text.substring(colon + 1);
        try {
            return new InetAddress(host.equals("*") ? "" : host, integer(port, 1, 0xFFFF));
        } catch (BadValueException e) {
            throw new BadValueException(
                    "%s is not an address, expected host:port or port, with a port from 1 to 65535"
                            .formatted(quoted(text)));
        }
    }
}
