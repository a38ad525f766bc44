package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The user may have no more processes, nor threads (EAGAIN). That limit does not count for root,
/// so the supervisor runs as another user.
@Timeout(120)
class ProcessShortageIT {
    private static final String UID = "54321";

    @TempDir Path folder;

    @Test
    void whatRunsGoesOnAndWhatCannotBeStartedIsStartedWhenThereAreProcessesAgain()
            throws Exception {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                """
                taskmaster: { statedir: state }
                programs:
                  calm: { cmd: sleep 1000, starttime: 0 }
                  mortal: { cmd: sleep 0.2, starttime: 0, autorestart: always, startretries: 1000,
                            backoff: { initial: 100ms, max: 100ms } }
                  many:
                    cmd: sleep 1000
                    numprocs: 20
                    autostart: false
                    starttime: 0
                    startretries: 1000
                    backoff: { initial: 100ms, max: 100ms }
                  missing: { cmd: /no/such/program, startretries: 0 }
                """);
        OtherSupervisor.run(List.of("chown", "-R", UID, folder.toString()));
        var user = List.of("setpriv", "--reuid", UID, "--regid", UID, "--clear-groups");
        try (var other = OtherSupervisor.in(folder, readingAll(user))) {
            other.awaits("missing is FATAL");
            other.limit(user, "--nproc=1:");
            other.tell("start many:*");
            other.awaits("many:many_19 backs off");
            other.awaits("mortal backs off");
            assertThat(other.said())
                    .filteredOn(it -> it.contains("backs off") && it.contains("many"))
                    .allMatch(it -> it.contains("Resource temporarily unavailable"));
            assertThat(other.does("restart calm")).contains("calm");

            other.limit(user, "--nproc=4096:");
            other.awaits("done start many:*");
            for (var number = 0; number < 20; number++) {
                other.awaits("many:many_%02d is running".formatted(number));
            }
        }
    }

    /// The class path may be where only root can read.
    private static List<String> readingAll(List<String> user) {
        return Stream.concat(
                        user.stream(),
                        Stream.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"))
                .toList();
    }
}
