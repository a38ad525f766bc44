package dev.taskmaster.config;

import dev.taskmaster.spec.ProgramSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A folder with configuration files, and a world to read them in that depends on nothing else.
///
/// @param folder where they are
/// @param variables the environment
record Scratch(Path folder, Map<String, String> variables) {

    Scratch(Path folder) {
        this(folder, Map.of());
    }

    Scratch file(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Scratch with(String variable, String value) {
        var more = new HashMap<>(variables);
        more.put(variable, value);
        return new Scratch(folder, more);
    }

    Path main() {
        return folder.resolve("taskmaster.yml");
    }

    Surroundings surroundings() {
        return new Surroundings(variables, "joe", false, Path.of("/home/joe"), folder);
    }

    Configuration load() {
        return ConfigFile.at(main()).load(surroundings());
    }

    Configuration load(String text) {
        return file("taskmaster.yml", text).load();
    }

    /// Loads a configuration with the program `web`, whose command is there already, and hands that
    /// program back.
    ProgramSpec web(String keys) {
        var text = "programs:\n  web:\n    cmd: web\n" + keys.stripTrailing().indent(4);
        return load(text).programs().getFirst();
    }

    /// What is wrong with a configuration, without the name of the folder.
    List<String> problems() {
        try {
            load();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(folder + "/", ""))
                    .toList();
        }
    }

    /// What is wrong with a configuration, without the name of the main file.
    List<String> problems(String text) {
        return file("taskmaster.yml", text).problems().stream()
                .map(problem -> problem.replaceFirst("^taskmaster.yml:", "").strip())
                .toList();
    }

    /// What is wrong with a key of the program `web`, whose command is there already: the third
    /// line, fifth column and so on are where `keys` begin.
    List<String> problemsOfWeb(String keys) {
        return problems(
                "programs:\n  web: # its keys follow\n"
                        + (keys.contains("cmd") ? "" : "    cmd: web\n")
                        + keys.stripTrailing().indent(4));
    }
}
