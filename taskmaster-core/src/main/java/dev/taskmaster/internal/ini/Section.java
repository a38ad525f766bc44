package dev.taskmaster.internal.ini;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One section: what all sections of that name say together, in all files.
public final class Section {
    private final String name;
    private final Path file;
    private final int line;
    private final Map<String, Option> defaults;
    private final Map<String, Option> options = new LinkedHashMap<>();

    Section(String name, Path file, int line, Map<String, Option> defaults) {
        this.name = name;
        this.file = file;
        this.line = line;
        this.defaults = defaults;
    }

    /// {@return what stands between the brackets, to the letter}
    public String name() {
        return name;
    }

    /// {@return the file in which it was opened first}
    public Path file() {
        return file;
    }

    /// {@return the line in which it was opened first, from 1}
    public int line() {
        return line;
    }

    /// {@return the option of that name, which is in lower case; else that of `[DEFAULT]`}
    public Optional<Option> option(String option) {
        return Optional.ofNullable(options.getOrDefault(option, defaults.get(option)));
    }

    /// {@return its own options, without those of `[DEFAULT]`}
    public List<Option> options() {
        return List.copyOf(options.values());
    }

    /// {@return its own options, and those of `[DEFAULT]` that it does not have itself}
    public List<Option> allOptions() {
        var all = new ArrayList<>(options.values());
        defaults.values().stream().filter(o -> !options.containsKey(o.name())).forEach(all::add);
        return all;
    }

    void put(Option option) {
        options.put(option.name(), option);
    }
}
