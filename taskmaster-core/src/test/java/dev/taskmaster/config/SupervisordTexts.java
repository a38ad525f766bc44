package dev.taskmaster.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Loads supervisord.confs from texts, on a machine that is always the same.
///
/// @param folder where the files are, and the current folder
record SupervisordTexts(Path folder) {

    SupervisordFile.Loaded load(String... lines) {
        return load(Map.of("PATH", "/bin", "LANG", "C"), lines);
    }

    SupervisordFile.Loaded load(Map<String, String> environment, String... lines) {
        try {
            var file = folder.resolve("supervisord.conf");
            Files.writeString(file, String.join("\n", lines));
            return SupervisordFile.at(file).load(host(environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Loads it with an empty `[supervisord]` before it.
    SupervisordFile.Loaded loadPrograms(String... lines) {
        return load(
                Stream.concat(Stream.of("[supervisord]"), Stream.of(lines)).toArray(String[]::new));
    }

    /// {@return the problems of a text, without the name of its file}
    List<String> problems(String... lines) {
        try {
            load(lines);
            return List.of();
        } catch (ConfigException e) {
            return shown(e.problems());
        }
    }

    List<String> warnings(String... lines) {
        return shown(load(lines).warnings());
    }

    private List<String> shown(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    private SupervisordHost host(Map<String, String> environment) {
        var accounts =
                new Accounts(
                        () ->
                                "root:x:0:0:root:/root:/bin/sh\nweb:x:33:44:Web:/srv/web:/bin/sh\n# broken\n",
                        () -> "root:x:0:\nwww:x:44:web\n",
                        "directory-user"::equals,
                        "directory-group"::equals);
        return new SupervisordHost(
                new Surroundings(environment, "me", false, Path.of("/home/me"), folder),
                "box",
                accounts,
                Path.of("/tmp"),
                () -> "seed");
    }
}
