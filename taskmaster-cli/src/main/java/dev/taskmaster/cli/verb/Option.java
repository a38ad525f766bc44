package dev.taskmaster.cli.verb;

import java.util.Optional;

/// Something that changes how a verb is done.
///
/// @param name how it is written: `-f`, `--json`
/// @param value what its value stands for; empty where it takes none
/// @param description what it does
public record Option(String name, Optional<String> value, String description) {
    static final Option JSON = flag("--json", "as JSON");

    static final Option TREE = flag("--tree", "with what descends from each");

    static Option flag(String name, String description) {
        return new Option(name, Optional.empty(), description);
    }

    static Option number(String name, String description) {
        return new Option(name, Optional.of("N"), description);
    }

    /// {@return `-n N`}
    public String synopsis() {
        return value.map(v -> name + " " + v).orElse(name);
    }
}
