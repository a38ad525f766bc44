package dev.taskmaster.config;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ProcessState;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The single values of configuration files, whatever their format: each method reads one text and
/// throws [BadValueException] if it is not what it should be.
final class Values {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");
    private static final Pattern OCTAL = Pattern.compile("(?:0[oO])?([0-7]+)");
    private static final Pattern DURATION =
            Pattern.compile("(-?[0-9]{1,12}(?:\\.[0-9]{1,9})?) *(ms|s|m|h|d|)");
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,30}) *([kKmMgGtT]?)(?:[iI]?[bB])?");

    /// As in the specification: a hundred years are a mistake.
    private static final Duration DURATION_MAX = Duration.ofDays(36_500);

    private static final Map<String, BigDecimal> NANOS =
            Map.of(
                    "ms", new BigDecimal(1_000_000L),
                    "s", new BigDecimal(1_000_000_000L),
                    "", new BigDecimal(1_000_000_000L),
                    "m", new BigDecimal(60_000_000_000L),
                    "h", new BigDecimal(3_600_000_000_000L),
                    "d", new BigDecimal(86_400_000_000_000L));

    private Values() {}

    /// A reader of whole numbers in decimal.
    static Function<String, Integer> whole(int min, int max) {
        return text -> {
            var range = ", expected a whole number from " + min + " to " + max;
            if (!WHOLE.matcher(text).matches()) {
                throw new BadValueException(quoted(text) + " is not a number" + range);
            }
            // Nothing that is in range has more digits.
            var value = text.length() > 12 ? Long.MAX_VALUE : Long.parseLong(text);
            if (value < min || value > max) {
                throw new BadValueException(shortened(text) + " is out of range" + range);
            }
            return (int) value;
        };
    }

    /// A reader of numbers such as `1.5`.
    static Function<String, Double> decimal(int min, int max) {
        return text -> {
            var value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            if (!(value >= min && value <= max)) {
                throw new BadValueException(
                        quoted(text) + " is not a number from " + min + " to " + max);
            }
            return value;
        };
    }

    /// A state in which a process stays until somebody starts it.
    static ProcessState finalState(String text) {
        return Stream.of(ProcessState.EXITED, ProcessState.FATAL, ProcessState.STOPPED)
                .filter(state -> state.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BadValueException(
                                        quoted(text)
                                                + " is no state that processes stay in, expected EXITED, FATAL or STOPPED"));
    }

    /// A umask, always octal: `022`, `22` and `0o22` are the same.
    static int umask(String text) {
        var octal = OCTAL.matcher(text);
        if (!octal.matches()) {
            throw new BadValueException(
                    quoted(text) + " is not octal, expected 000 to 777, with digits from 0 to 7");
        }
        var digits = octal.group(1).replaceFirst("^0+(?=.)", "");
        if (digits.length() > 3) {
            throw new BadValueException(
                    shortened(text) + " is out of range, expected 000 to 777 (octal)");
        }
        return Integer.parseInt(digits, 8);
    }

    /// `true`, `yes`, `on` or `false`, `no`, `off`, in any case.
    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new BadValueException(quoted(text) + " is neither true nor false");
        };
    }

    /// A time of zero or more: a number of seconds, or of `ms`, `s`, `m`, `h` or `d`.
    static Duration duration(String text) {
        var duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new BadValueException(
                    quoted(text)
                            + " is not a time, expected seconds, or a time such as 500ms, 5s, 2m,"
                            + " 1h or 1d");
        }
        var nanos = new BigDecimal(duration.group(1)).multiply(NANOS.get(duration.group(2)));
        if (nanos.signum() < 0) {
            throw new BadValueException(text + " is negative, expected a time of zero or more");
        }
        if (nanos.movePointLeft(9).compareTo(new BigDecimal(DURATION_MAX.toSeconds())) > 0) {
            throw new BadValueException(text + " is more than a hundred years");
        }
        var parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }

    /// A time of more than zero.
    static Duration positiveDuration(String text) {
        var duration = duration(text);
        if (duration.isZero()) {
            throw new BadValueException(text + " is zero, expected a time of more than zero");
        }
        return duration;
    }

    /// A number of bytes, or of `KB`, `MB`, `GB` or `TB`, where a KB is 1024 bytes: also `K`, `KiB`
    /// and in any case.
    static long size(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new BadValueException(
                    quoted(text)
                            + " is not a size, expected bytes, or a size such as 64KB, 50MB or"
                            + " 1GB");
        }
        var unit = size.group(2).toLowerCase(Locale.ROOT);
        var bytes =
                new BigInteger(size.group(1))
                        .shiftLeft(10 * (" kmgt".indexOf(unit.isEmpty() ? " " : unit)));
        if (bytes.bitLength() > 63) {
            throw new BadValueException(text + " is too large, expected less than 8388608TB");
        }
        return bytes.longValue();
    }

    /// The name or the number of a signal.
    static Signal signal(String text) {
        return Signal.parse(text).orElseThrow(() -> unknownSignal(text));
    }

    private static BadValueException unknownSignal(String text) {
        var name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        var hint = Nearest.hint(name, Signal.names());
        return new BadValueException(
                "unknown signal "
                        + quoted(text)
                        + (hint.isEmpty()
                                ? ", expected a name such as TERM, HUP, INT, QUIT, USR1 or KILL,"
                                        + " or a number from 1 to 64"
                                : hint));
    }

    /// `always` or true, `never` or false, `unexpected`.
    static Autorestart autorestart(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "always", "true", "yes", "on" -> Autorestart.ALWAYS;
            case "never", "false", "no", "off" -> Autorestart.NEVER;
            case "unexpected" -> Autorestart.UNEXPECTED;
            default ->
                    throw new BadValueException(
                            quoted(text)
                                    + " is none of always (or true), never (or false), unexpected");
        };
    }

    /// {@return the text in single quotes and fit to be shown}
    static String quoted(String text) {
        return "'" + shortened(text) + "'";
    }

    /// {@return the text, short enough for a message and on one line}
    static String shortened(String text) {
        var line = text.replaceAll("\\p{Cc}", "?");
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }
}
