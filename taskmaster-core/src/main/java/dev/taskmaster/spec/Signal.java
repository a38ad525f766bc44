package dev.taskmaster.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A signal by its number on Linux (`man 7 signal`, the column of x86 and ARM).
///
/// @param number 1 to 64
public record Signal(int number) {
    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal QUIT = new Signal(3);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR1 = new Signal(10);
    public static final Signal USR2 = new Signal(12);
    public static final Signal TERM = new Signal(15);
    public static final Signal CONT = new Signal(18);
    public static final Signal STOP = new Signal(19);

    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");
    private static final int RTMIN = 34;
    private static final int RTMAX = 64;
    private static final Map<String, Integer> NUMBERS = numbers();

    /// @throws InvalidSpecException if there is no such signal
    public Signal {
        if (number < 1 || number > RTMAX) {
            throw new InvalidSpecException("signal", "there is no signal " + number);
        }
    }

    /// Reads a name, with or without `SIG` and in any case, or a number: `TERM`, `sigterm`, `15`,
    /// `RTMIN+1`.
    ///
    /// @return the signal, or empty if there is none of that name or number
    public static Optional<Signal> parse(String text) {
        var word = text.strip().toUpperCase(Locale.ROOT);
        var number = NUMBERS.get(word.startsWith("SIG") ? word.substring(3) : word);
        if (number == null && word.matches("[0-9]{1,2}")) {
            number = Integer.valueOf(word);
        }
        return number == null || number < 1 || number > RTMAX
                ? Optional.empty()
                : Optional.of(new Signal(number));
    }

    /// {@return the names of the ordinary signals, without `SIG`, in the order of their numbers}
    public static List<String> names() {
        return NAMES;
    }

    private static Map<String, Integer> numbers() {
        var numbers = new LinkedHashMap<String, Integer>();
        for (var i = 0; i < NAMES.size(); i++) {
            numbers.put(NAMES.get(i), i + 1);
        }
        numbers.put("IOT", 6);
        numbers.put("CLD", 17);
        numbers.put("POLL", 29);
        for (var n = RTMIN; n <= RTMAX; n++) {
            numbers.put(n == RTMIN ? "RTMIN" : "RTMIN+" + (n - RTMIN), n);
            numbers.put(n == RTMAX ? "RTMAX" : "RTMAX-" + (RTMAX - n), n);
        }
        return Map.copyOf(numbers);
    }

    /// {@return the name without `SIG`: `TERM`, `RTMIN+1`, or the number where there is no name}
    public String name() {
        if (number <= NAMES.size()) {
            return NAMES.get(number - 1);
        }
        return number < RTMIN
                ? Integer.toString(number)
                : number == RTMIN ? "RTMIN" : "RTMIN+" + (number - RTMIN);
    }

    /// {@return the name with `SIG`: `SIGTERM`}
    @Override
    public String toString() {
        return "SIG" + name();
    }
}
