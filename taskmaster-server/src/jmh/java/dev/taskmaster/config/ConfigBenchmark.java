package dev.taskmaster.config;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What it costs to read and check a configuration of 1,000 programs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConfigBenchmark {
    private static final int PROGRAMS = 1_000;

    private Path folder;
    private Path yaml;
    private Path conf;

    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("taskmaster-jmh");
        yaml =
                Files.writeString(
                        folder.resolve("taskmaster.yml"),
                        "programs:\n"
                                + programs(
                                        """
                                          program_%d:
                                            cmd: /bin/sleep 1000
                                            autorestart: always
                                            stopsignal: TERM
                                            stoptime: 5s
                                        """));
        conf =
                Files.writeString(
                        folder.resolve("supervisord.conf"),
                        "[supervisord]\n"
                                + programs(
                                        """
                                        [program:program_%d]
                                        command=/bin/sleep 1000
                                        autorestart=true
                                        stopsignal=TERM
                                        stopwaitsecs=5
                                        """));
    }

    private static String programs(String program) {
        return IntStream.range(0, PROGRAMS)
                .mapToObj(program::formatted)
                .collect(Collectors.joining());
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(yaml);
        Files.delete(conf);
        Files.delete(folder);
    }

    @Benchmark
    public Configuration yaml() {
        return load(yaml);
    }

    @Benchmark
    public Configuration supervisordConf() {
        return load(conf);
    }

    private static Configuration load(Path file) {
        var configuration = ConfigFile.at(file).load();
        if (configuration.programs().size() != PROGRAMS) {
            throw new IllegalStateException(file + " was not read as it was written");
        }
        return configuration;
    }
}
