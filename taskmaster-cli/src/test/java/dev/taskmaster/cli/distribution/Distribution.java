package dev.taskmaster.cli.distribution;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The distribution that the build has just put together.
final class Distribution {
    private Distribution() {}

    /// Its folder.
    static String home() {
        return Path.of("target/taskmaster").toAbsolutePath().toString();
    }

    /// A command line that runs it with some arguments.
    static List<String> command(String... arguments) {
        return script("taskmaster", arguments);
    }

    /// A command line that runs it by another name.
    static List<String> script(String name, String... arguments) {
        var script = Path.of("target/taskmaster/bin", name).toAbsolutePath().toString();
        return Stream.concat(Stream.of(script), Stream.of(arguments)).toList();
    }

    /// The configuration that it is demonstrated with.
    static String demo() {
        return Path.of("target/taskmaster/share/demo.yml").toAbsolutePath().toString();
    }
}
