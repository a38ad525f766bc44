package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The Java runtime of the distribution, and the caches that it starts from.
class RuntimeIT {
    private static final Path DISTRIBUTION = Path.of("target/taskmaster").toAbsolutePath();
    private static final String LOG_OF_THE_CACHE = "-Xlog:aot=info:stderr";

    @TempDir private Path folder;

    private Ran version(Path distribution, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("env", "JAVA_HOME=/nowhere"));
        command.add("TASKMASTER_OPTS=" + String.join(" ", options));
        command.addAll(List.of(distribution.resolve("bin/taskmaster").toString(), "version"));
        return Ran.in(folder, command);
    }

    @Test
    void startsFromItsCacheAlsoWhereItWasCopiedTo() throws Exception {
        var copied = folder.resolve("elsewhere");
        Ran.in(folder, List.of("cp", "-a", DISTRIBUTION.toString(), copied.toString()));
        for (var distribution : List.of(DISTRIBUTION, copied)) {
            var ran = version(distribution, LOG_OF_THE_CACHE);
            assertThat(ran.code()).isZero();
            assertThat(ran.err())
                    .contains("Mapped static")
                    .contains("Using AOT-linked classes: true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/etc/passwd"})
    void worksInSilenceWithACacheThatDoesNotFit(String cache) throws Exception {
        var ran = version(DISTRIBUTION, "-XX:AOTCache=" + cache);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("taskmaster ").hasLineCount(1);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void everyCacheIsThere() {
        assertThat(DISTRIBUTION.resolve("runtime/lib/taskmaster"))
                .isDirectoryContaining(file -> file.endsWith("run.aot"))
                .isDirectoryContaining(file -> file.endsWith("supervisord.aot"))
                .isDirectoryContaining(file -> file.endsWith("client.aot"));
        assertThat(Files.exists(DISTRIBUTION.resolve("share/make-caches.sh"))).isTrue();
    }
}
