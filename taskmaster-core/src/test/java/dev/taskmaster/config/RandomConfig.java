package dev.taskmaster.config;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes up texts of supervisord.conf out of what is hard about them: comments, quotes, brackets,
/// indents, odd line ends, formats. About half of them are valid.
final class RandomConfig {
    private static final List<String> SECTIONS =
            List.of(
                    "[supervisord]",
                    "[program:a]",
                    "[program:b]",
                    "[program:a] ; comment",
                    " [program:c]",
                    "[program:d]x",
                    "[group:g]",
                    "[other]",
                    "[DEFAULT]");
    private static final List<String> OPTIONS =
            List.of(
                    "command",
                    "Command",
                    "environment",
                    "environment",
                    "environment",
                    "startsecs",
                    "exitcodes",
                    "autorestart",
                    "umask",
                    "stdout_logfile_maxbytes",
                    "priority",
                    "programs",
                    "directory");
    private static final List<String> DELIMITERS = List.of("=", ":", " = ", "\t:", "= ", " =");
    private static final List<String> NUMBERS =
            List.of("0", "1", "12", "007", "1_0", "+3", "-4", " 5 ", "1,2", "0o17", "1KB", "2 mb");
    private static final List<String> WORDS =
            List.of(
                    "a",
                    "b",
                    "KEY",
                    "true",
                    "unexpected",
                    "é",
                    "€",
                    "𝄞",
                    "x.y",
                    "/p-q+r",
                    "\\",
                    "[",
                    "]",
                    "(",
                    "*",
                    "\u00a0",
                    "\u2028",
                    "\u001c",
                    "\u0085",
                    "\u000b",
                    "{",
                    "$HOME");
    private static final List<String> MARKS =
            List.of(
                    "=", "=", ",", ",", ";", " ;", " #", "#", "'", "\"", " ", "\t", "\"q u\"",
                    "'q'", ":");
    private static final List<String> FORMATS =
            List.of(
                    "%%",
                    "%(program_name)s",
                    "%(group_name)s",
                    "%(process_num)02d",
                    "%(process_num)s",
                    "%(ENV_TEST_USER)s",
                    "%(ENV_KEY)s",
                    "%(program_name)5.2s",
                    "%(nothing)s",
                    "%(process_num",
                    "%(process_num)");
    private static final List<String> ENDS = List.of("\n", "\n", "\n", "\r\n", "\r", "\n\n", " \n");

    private final RandomGenerator random;
    private boolean ofDaemon;

    RandomConfig(RandomGenerator random) {
        this.random = random;
    }

    String text() {
        var text =
                new StringBuilder(
                        "[supervisord]\n[program:a]\ncommand=a\n[program:b]\ncommand=b\n[program:c]\ncommand=c\n[program:d]\ncommand=d\n");
        ofDaemon = false;
        for (var lines = random.nextInt(1, 6); lines > 0; lines--) {
            if (random.nextInt(4) == 0) {
                var section = one(SECTIONS);
                ofDaemon = section.contains("supervisord") || section.contains("DEFAULT");
                text.append(section).append(one(ENDS));
            }
            text.append(line()).append(one(ENDS));
        }
        return text.toString();
    }

    private String line() {
        return switch (random.nextInt(12)) {
            case 0 -> "  " + value();
            case 1 -> one(List.of("; comment", "# comment", " ;comment", "\t# comment", ""));
            default -> option();
        };
    }

    private String option() {
        var option = one(OPTIONS);
        var indent = random.nextInt(10) == 0 ? " " : "";
        var value =
                switch (option) {
                    // That of [supervisord] is expanded twice by supervisord up to 4.3.
                    case "environment" -> ofDaemon ? environment().replace("%", "") : environment();
                    case "command", "Command", "directory" -> value();
                    case "programs" -> one(List.of("a", "a,b", " b , a", "a,a,", "c", "d"));
                    case "process_name" ->
                            one(List.of("x", "x%(process_num)d", "%(program_name)s"));
                    case "autorestart" -> one(List.of("true", "FALSE", "Unexpected", "1", "maybe"));
                    // Negative ones are refused, unlike by supervisord.
                    case "umask" -> one(List.of("0", "022", "7_7", "0o17", " 27", "8", "x"));
                    default -> one(NUMBERS);
                };
        return indent + option + one(DELIMITERS) + value;
    }

    private String environment() {
        if (random.nextInt(4) == 0) {
            return value();
        }
        var environment = new StringBuilder();
        for (var pairs = random.nextInt(1, 4); pairs > 0; pairs--) {
            environment
                    .append(one(List.of("KEY", "A", "B1", "C_D", "\"E\"", "F.G")))
                    .append(one(List.of("=", " = ")))
                    .append(random.nextBoolean() ? one(WORDS) : "\"" + value() + "\"")
                    .append(one(List.of(",", ", ", ";", ",\n  ", " x ")));
        }
        return environment.toString();
    }

    private String value() {
        var value = new StringBuilder();
        for (var parts = random.nextInt(6); parts > 0; parts--) {
            value.append(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> one(WORDS);
                        case 2 -> one(FORMATS);
                        default -> one(MARKS);
                    });
        }
        return value.toString();
    }

    private <T> T one(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
