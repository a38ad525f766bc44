package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A command that was run to its end.
///
/// @param code its exit code
/// @param out what it wrote to stdout
/// @param err what it wrote to stderr
record Ran(int code, String out, String err) {
    private static final int PATIENCE_SECONDS = 60;

    /// Runs a command in a folder.
    static Ran in(Path folder, List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).directory(folder.toFile()).start();
        var out = read(process.getInputStream());
        var err = read(process.getErrorStream());
        var ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended)
                .as(() -> "%s ends; it wrote: %s%s".formatted(command, out.join(), err.join()))
                .isTrue();
        return new Ran(process.exitValue(), out.join(), err.join());
    }

    private static CompletableFuture<String> read(java.io.InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
