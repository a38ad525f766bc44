package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The supervisor has no descriptor left (EMFILE).
@Timeout(120)
class DescriptorShortageIT {
    private static final Path JAR = Path.of(System.getProperty("java.home"), "bin", "jar");

    @TempDir Path folder;

    @Test
    void whatRunsGoesOnAndWhatCannotBeStartedIsStartedWhenThereAreDescriptorsAgain()
            throws Exception {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                """
                taskmaster: { statedir: state }
                programs:
                  flood:
                    cmd: [sh, -c, '%s']
                    stdout: { file: %s/x.log, maxbytes: 100KB, backups: 10000 }
                  many:
                    cmd: sleep 1000
                    numprocs: 20
                    autostart: false
                    starttime: 0
                    startretries: 1000
                    backoff: { initial: 100ms, max: 100ms }
                """
                        .formatted(Lines.FOR_EVER, folder));
        try (var other = OtherSupervisor.in(folder, "-cp", jarred())) {
            other.awaits("flood is running");
            var inUse = descriptors(other);
            var free = 20; // Enough for the first few: each needs a pidfd and two pipes.
            other.limit("--nofile=" + (inUse + free) + ":");

            other.tell("start many:*");
            other.awaits("backs off for 0.1 s", 10);
            assertThat(other.said())
                    .filteredOn(it -> it.contains("backs off"))
                    .allMatch(it -> it.contains("oo many open files"));
            assertThat(other.count("flood ended")).isZero();

            other.limit("--nofile=4096:");
            other.awaits("done start many:*");
            for (var number = 0; number < 20; number++) {
                other.awaits("many:many_%02d is running".formatted(number));
            }
            other.does("stop many:*");
            Await.until(() -> descriptors(other) <= inUse);
            // Where the log was about to be rotated, it is tried again once a second.
            Await.until(() -> Files.exists(folder.resolve("x.log")));
            other.does("stop flood");
        }
        assertThat(Lines.count(folder.resolve("x.log"))).isPositive();
    }

    @Test
    void whatCannotBeLookedAtAfterACrashIsNotStartedASecondTime() throws Exception {
        var many = 40;
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                """
                taskmaster: { statedir: state }
                programs:
                  many: { cmd: sleep 1000, numprocs: %d, starttime: 0 }
                """
                        .formatted(many));
        try (var other = OtherSupervisor.in(folder)) {
            other.awaits("is running", many);
            other.dies();
        }
        var few = List.of("prlimit", "--nofile=100:4096"); // Each of them takes three.
        try (var next = OtherSupervisor.in(folder, few, "-XX:-MaxFDLimit", "-cp", jarred())) {
            next.awaits("when there are descriptors for it");
            assertThat(next.count("is still there")).isBetween(1L, many - 1L);

            next.limit("--nofile=4096:");
            next.awaits("is still there", many);
            assertThat(next.count("started with pid")).isZero();
        }
    }

    private static long descriptors(OtherSupervisor other) throws IOException {
        try (var all = Files.list(Path.of("/proc", Long.toString(other.jvm().pid()), "fd"))) {
            return all.count();
        }
    }

    /// {@return the class path of the tests with a jar in place of each folder}
    ///
    /// In a folder each class is a file to be opened, and so could not be loaded any more. In an
    /// installation the jars are open already.
    private String jarred() throws Exception {
        var jars = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(entry))) {
                var jar = folder.resolve("classes-" + jars.size() + ".jar").toString();
                OtherSupervisor.run(
                        List.of(JAR.toString(), "--create", "--file", jar, "-C", entry, "."));
                jars.add(jar);
            } else {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }
}
