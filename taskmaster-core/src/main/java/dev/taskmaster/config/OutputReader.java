package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Node;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.Rotation;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Reads where output goes: a program's `stdout` and `stderr`, the supervisor's own `logfile`.
final class OutputReader {
    private OutputReader() {}

    /// @param stream `stdout` or `stderr`
    /// @param auto the file where the key says `auto`, or nothing; where there can be none, the
    ///   supervisor's own output takes its place
    static Output stream(Section program, String stream, Optional<Path> auto) {
        var node = program.node(stream);
        if (node.filter(OutputReader::isNone).isPresent()) {
            return new Output.Discard();
        }
        if (node.isPresent() && node.get() instanceof Node.Mapping) {
            return file(program.section(stream, Keys.ROTATED), auto);
        }
        var rotated =
                auto.<Output>map(file -> new Output.Rotated(file, Rotation.STANDARD))
                        .orElse(new Output.Inherit());
        return program.<Output>read(
                        stream,
                        text ->
                                switch (text.toLowerCase(Locale.ROOT)) {
                                    case "auto" -> rotated;
                                    case "inherit" -> new Output.Inherit();
                                    case "stdout", "stderr" -> other(stream, text);
                                    default ->
                                            new Output.Append(
                                                    program.source().folder().resolve(text));
                                })
                .orElse(rotated);
    }

    /// Where a stream goes that goes where another goes: stderr may go where stdout goes. All else
    /// is too likely a slip to be taken for a file of that name.
    private static Output other(String stream, String text) {
        if (stream.equals("stderr") && text.equalsIgnoreCase("stdout")) {
            return new Output.ToStdout();
        }
        throw new BadValueException(
                "cannot go to %s; write ./%s for a file of that name".formatted(text, text));
    }

    private static Output file(Section section, Optional<Path> auto) {
        var rotation = rotation(section);
        return section.read("file", path(section, auto))
                .orElse(auto)
                .map(
                        file ->
                                rotation.<Output>map(limits -> new Output.Rotated(file, limits))
                                        .orElseGet(() -> new Output.Append(file)))
                .orElse(new Output.Inherit());
    }

    /// A reader of paths, or `auto`.
    static Function<String, Optional<Path>> path(Section section, Optional<Path> auto) {
        return text ->
                text.equalsIgnoreCase("auto")
                        ? auto
                        : Optional.of(section.source().folder().resolve(text));
    }

    /// {@return `maxbytes` and `backups`; empty for a file that is never put aside}
    static Optional<Rotation> rotation(Section section) {
        long maxBytes = section.read("maxbytes", Values::size).orElse(Rotation.STANDARD.maxBytes());
        int backups =
                section.read("backups", Values.whole(0, 10_000))
                        .orElse(Rotation.STANDARD.backups());
        return maxBytes == 0 ? Optional.empty() : Optional.of(new Rotation(maxBytes, backups));
    }

    /// {@return whether a value says `none`, in our words or in YAML's}
    static boolean isNone(Node node) {
        return node instanceof Node.Scalar scalar
                && !scalar.isMissing()
                && (scalar.isNull() || scalar.text().equalsIgnoreCase("none"));
    }
}
