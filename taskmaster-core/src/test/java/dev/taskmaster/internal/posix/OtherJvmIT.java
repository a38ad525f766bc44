package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What depends on how a JVM is started.
class OtherJvmIT {
    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();

    /// {@return what [OtherJvm] writes to stdout and stderr}
    private static String run(List<String> before, String... jvmOptions)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(before);
        command.add(JAVA);
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(OtherJvm.class.getName());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void learnsTheStatusThoughTheJvmWasStartedWithDeathsIgnored() throws Exception {
        assertThat(
                        run(
                                List.of("env", "--ignore-signal=CHLD"),
                                "--enable-native-access=ALL-UNNAMED"))
                .isEqualTo("said\nexit status 3\n");
    }

    @Test
    void isNotAvailableWithoutNativeAccessAndDoesNotTry() throws Exception {
        assertThat(run(List.of())).isEqualTo("not available\n");
        assertThat(run(List.of(), "--illegal-native-access=deny")).isEqualTo("not available\n");
    }

    @Test
    void pumpsTheOutputThoughTheJvmWasStartedWithoutStandardDescriptors() throws Exception {
        var copy = "exec 9>&1; exec \"$@\" <&- >&- 2>&-";
        assertThat(
                        run(
                                List.of("/bin/sh", "-c", copy, "sh"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dpumped=true"))
                .isEqualTo("said\nto stderr\nexit status 3\n");
    }
}
