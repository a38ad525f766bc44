package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The real supervisord and Taskmaster read the same files, and understand the same.
///
/// Needs `/usr/bin/python3` with the package `supervisor` (Debian: `supervisor`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisordDifferenceIT {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "LC_ALL", "C.UTF-8",
                    "HOME", "/root",
                    "TEST_HOME", "/h",
                    "TEST_USER", "u",
                    "TEST_FLAG", "no",
                    "TEST_NUMBER", "7",
                    "TEST_PROGRAM", "other");
    private static final Path FOLDER = Path.of("/tmp");

    private Map<Path, List<String>> supervisords;

    @BeforeAll
    void askSupervisord() throws Exception {
        supervisords = supervisords(Stream.concat(valid(), invalid()).toList());
    }

    /// {@return what the real supervisord says of each file}
    private static LinkedHashMap<Path, List<String>> supervisords(List<Path> files)
            throws Exception {
        var command =
                new ArrayList<>(List.of("/usr/bin/python3", resource("describe.py").toString()));
        files.stream().map(Path::toString).forEach(command::add);
        var errors = Files.createTempFile("describe", ".err");
        var builder =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        var python = builder.start();
        var said = new LinkedHashMap<Path, List<String>>();
        for (var line : python.inputReader(StandardCharsets.UTF_8).readAllLines()) {
            if (line.startsWith("file ")) {
                said.put(Path.of(line.substring(5)), new ArrayList<>());
            } else {
                said.lastEntry().getValue().add(line);
            }
        }
        assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(python.exitValue()).as(Files.readString(errors)).isZero();
        Files.delete(errors);
        return said;
    }

    @ParameterizedTest
    @MethodSource("valid")
    void understandsTheSame(Path file) {
        assertThat(DescribedConfig.lines(load(file).config()))
                .containsExactlyElementsOf(supervisords.get(file));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesTheSame(Path file) {
        assertThat(supervisords.get(file)).containsExactly("refused");
        assertThatThrownBy(() -> load(file)).isInstanceOf(ConfigException.class);
    }

    @Test
    void understandsTheSameOfRandomTexts(@TempDir Path folder) throws Exception {
        var seed = Seed.chosen();
        var config = new RandomConfig(new Random(seed));
        var files = new ArrayList<Path>();
        for (var i = 0; i < 400; i++) {
            files.add(Files.writeString(folder.resolve(i + ".conf"), config.text()));
        }
        for (var entry : supervisords(files).entrySet()) {
            assertThat(described(entry.getKey()))
                    .as("-Dseed=%d, of%n%s", seed, Files.readString(entry.getKey()))
                    .containsExactlyElementsOf(entry.getValue());
        }
    }

    private static List<String> described(Path file) {
        try {
            return DescribedConfig.lines(load(file).config());
        } catch (ConfigException e) {
            return List.of("refused");
        }
    }

    private static SupervisordFile.Loaded load(Path file) {
        var surroundings = new Surroundings(ENVIRONMENT, "root", true, Path.of("/root"), FOLDER);
        var host = SupervisordHost.current();
        return SupervisordFile.at(file)
                .load(
                        new SupervisordHost(
                                surroundings,
                                host.nodeName(),
                                host.accounts(),
                                Path.of("/tmp"),
                                () -> "seed"));
    }

    static Stream<Path> valid() throws IOException, URISyntaxException {
        return files("valid");
    }

    static Stream<Path> invalid() throws IOException, URISyntaxException {
        return files("invalid");
    }

    private static Stream<Path> files(String folder) throws IOException, URISyntaxException {
        try (var files = Files.list(resource(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path resource(String name) throws URISyntaxException {
        var url = SupervisordDifferenceIT.class.getResource("supervisord/" + name);
        return Path.of(Objects.requireNonNull(url, name).toURI());
    }
}
