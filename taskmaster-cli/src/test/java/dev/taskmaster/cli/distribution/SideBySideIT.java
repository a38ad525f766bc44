package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// The benchmark that users can run, as briefly as it can be: what it measures there means nothing.
class SideBySideIT {
    private static final Path SCRIPT = Path.of("../docs/benchmarks/side-by-side.py");

    /// A figure, and what was measured of Taskmaster.
    private static final String MEASURED = "\\| [^|]+ \\| [0-9][0-9.,]* \\|.*";

    @TempDir private Path folder;

    @Test
    void measuresTaskmasterBesideWhatThereIsAndLeavesNothing() throws Exception {
        var ran =
                Ran.in(
                        folder,
                        List.of(
                                "env",
                                "TMPDIR=" + folder,
                                SCRIPT.toAbsolutePath().normalize().toString(),
                                Distribution.home(),
                                "--quick",
                                "--peers",
                                "supervisord",
                                "loop"));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.out()).isZero();
        var lines = ran.out().lines().toList();
        assertThat(lines)
                .contains(
                        "| figure | taskmaster | supervisord | loop | to supervisord | to loop |",
                        "| figure | 5 |");
        assertThat(lines.stream().filter(line -> line.matches(MEASURED)))
                .as("nine figures side by side, six of growth; of:%n%s", ran.out())
                .hasSize(9 + 1 + 6);
        assertThat(folder).isEmptyDirectory();
    }
}
