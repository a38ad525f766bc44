package dev.taskmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `bin/taskmaster`, and `bin/supervisord`, with Java installations that are only claimed: each
/// prints its own path and its arguments.
class LauncherScriptTest {
    private static final Path SCRIPT = Path.of("src/main/dist/bin/taskmaster");
    private static final Path SUPERVISORD = Path.of("src/main/dist/bin/supervisord");

    @TempDir private Path folder;

    private Path distribution;
    private Path tools;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void install() throws IOException {
        distribution = folder.resolve("a folder with spaces/taskmaster");
        Files.createDirectories(distribution.resolve("bin"));
        Files.createDirectories(distribution.resolve("lib"));
        executable(Files.writeString(distribution.resolve("bin/taskmaster"), script()));
        executable(Files.copy(SUPERVISORD, distribution.resolve("bin/supervisord")));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (var tool : List.of("sed", "readlink")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("home").toString());
    }

    /// The script, which looks for the folders of this machine below the test's own.
    private String script() throws IOException {
        var text = Files.readString(SCRIPT);
        var moved = text.replaceAll("(?m)^( +)(/\\S*\\*\\S*)", "$1" + folder + "$2");
        assertThat(moved).contains(folder + "/usr/lib/jvm/*", folder + "/opt/*");
        return moved;
    }

    private static Path executable(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path java(String name, String release) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), release);
        var java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\n");
        executable(java);
        return home;
    }

    private Path java(String name, int version) throws IOException {
        return java(name, "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
    }

    private String jar() throws IOException {
        return distribution.toRealPath() + "/lib/taskmaster-cli.jar";
    }

    /// The runtime that the distribution brings along, with the named caches.
    private Path runtime(String... caches) throws IOException {
        var runtime = java("a folder with spaces/taskmaster/runtime", 25);
        var folder = Files.createDirectories(runtime.resolve("lib/taskmaster"));
        for (var cache : caches) {
            Files.createFile(folder.resolve(cache));
        }
        return runtime.toRealPath();
    }

    private record Ended(int code, List<String> lines) {}

    private Ended run(Path script, String... args) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList();
        return run(new ProcessBuilder(command));
    }

    private Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        var lines = process.inputReader().lines().toList();
        return new Ended(process.waitFor(), lines);
    }

    private Ended run(String... args) throws IOException, InterruptedException {
        return run(distribution.resolve("bin/taskmaster"), args);
    }

    @Test
    void startsTheJavaOfJavaHome() throws Exception {
        var home = java("jdk 25", 25);
        environment.put("JAVA_HOME", home.toString());
        var ended = run("status", "two words");
        assertThat(ended.code()).isZero();
        assertThat(ended.lines().getFirst()).isEqualTo(home + "/bin/java");
        assertThat(ended.lines()).endsWith("-jar", jar(), "status", "two words");
    }

    @Test
    void prefersTheRuntimeThatItBringsAlong() throws Exception {
        var runtime = runtime();
        environment.put("JAVA_HOME", java("jdk", 25).toString());
        assertThat(run("status").lines())
                .startsWith(runtime + "/bin/java")
                .noneMatch(line -> line.contains("AOTCache"));
    }

    @ParameterizedTest
    @CsvSource({"run, run", "supervisord, supervisord", "status, client", "daemon, client"})
    void usesTheCacheForWhatItIsAskedFor(String command, String cache) throws Exception {
        var runtime = runtime("run.aot", "supervisord.aot", "client.aot");
        assertThat(run(command).lines())
                .filteredOn(line -> line.contains("AOTCache"))
                .containsExactly("-XX:AOTCache=" + runtime + "/lib/taskmaster/" + cache + ".aot");
    }

    @Test
    void passesOverWhatIsTooOld() throws Exception {
        environment.put("JAVA_HOME", java("jdk-17", 17).toString());
        var inPath = java("jdk-26", 26);
        environment.put("PATH", inPath + "/bin:" + tools);
        assertThat(run().lines().getFirst()).isEqualTo(inPath + "/bin/java");
    }

    @Test
    void understandsOldAndEarlyVersionNumbers() throws Exception {
        environment.put("JAVA_HOME", java("jdk8", "JAVA_VERSION=\"1.8.0_392\"\n").toString());
        var early = java("jdk-27", "JAVA_VERSION=\"27-ea\"\n");
        environment.put("PATH", early + "/bin:" + tools);
        assertThat(run().lines().getFirst()).isEqualTo(early + "/bin/java");
    }

    @Test
    void asksTheJavaThatHasNoReleaseFile() throws Exception {
        var home = java("jdk", "");
        Files.delete(home.resolve("release"));
        var java = home.resolve("bin/java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "25.0.1" 2025-10-21' >&2; exit; fi
                echo "started"
                """);
        environment.put("JAVA_HOME", home.toString());
        assertThat(run().lines()).containsExactly("started");
    }

    @Test
    void followsLinksToTheJavaInPath() throws Exception {
        var home = java("jdk-25", 25);
        var bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("alternative"), home.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../alternative"));
        environment.put("PATH", bin + ":" + tools);
        assertThat(run().lines().getFirst()).isEqualTo(home + "/bin/java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/temurin-25-jdk-amd64",
                "opt/jdk-25",
                "home/.sdkman/candidates/java/25-tem",
                "home/.jdks/openjdk-25",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home"
            })
    void findsAJavaInTheUsualFolders(String place) throws Exception {
        java("usr/lib/jvm/java-17", 17);
        var home = java(place, 25);
        assertThat(run().lines().getFirst()).isEqualTo(home + "/bin/java");
    }

    @Test
    void saysWhatToInstallWhereThereIsNone() throws Exception {
        var ended = run("version");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines().getFirst())
                .isEqualTo("taskmaster: needs Java 25 or newer, and found none");
        assertThat(ended.lines()).anyMatch(line -> line.contains("JAVA_HOME="));
    }

    @Test
    void saysWhatIsTooOld() throws Exception {
        var old = java("opt/jdk-17", 17);
        var ended = run("version");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines()).contains("  " + old + " (Java 17)");
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        environment.put("JAVA_HOME", java("jdk", 25).toString());
        var link = Files.createSymbolicLink(folder.resolve("tm"), distribution);
        var script =
                Files.createSymbolicLink(
                        folder.resolve("taskmaster"), Path.of("tm/bin/taskmaster"));
        assertThat(link).isSymbolicLink();
        assertThat(run(script).lines()).contains(jar());
    }

    @ParameterizedTest
    @ValueSource(strings = {"taskmaster", "./taskmaster", "../bin/taskmaster", "supervisord"})
    void findsItselfByARelativePath(String script) throws Exception {
        environment.put("JAVA_HOME", java("jdk", 25).toString());
        environment.put("CDPATH", folder.toString());
        var bin = distribution.resolve("bin");
        var builder = new ProcessBuilder("/bin/sh", script).directory(bin.toFile());
        assertThat(run(builder).lines()).contains(jar());
    }

    @Test
    void takesTheCommandLineOfSupervisordThroughSymbolicLinks() throws Exception {
        environment.put("JAVA_HOME", java("jdk", 25).toString());
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("supervisord"));
        Files.createSymbolicLink(
                folder.resolve("supervisord"), distribution.resolve("bin/supervisord"));
        assertThat(run(link, "-n", "-c", "a file").lines())
                .endsWith("-jar", jar(), "supervisord", "-n", "-c", "a file");
    }

    @Test
    void takesMoreOptionsForTheJvm() throws Exception {
        environment.put("JAVA_HOME", java("jdk", 25).toString());
        environment.put("TASKMASTER_OPTS", "-Xmx1g -Dx=y");
        assertThat(run().lines()).containsSubsequence("-Xmx128m", "-Xmx1g", "-Dx=y", "-jar");
    }

    @Test
    void keepsItsPid() throws Exception {
        var home = java("jdk", 25);
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho $$\n");
        environment.put("JAVA_HOME", home.toString());
        var builder = new ProcessBuilder(distribution.resolve("bin/taskmaster").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.inputReader().readLine()).isEqualTo(Long.toString(process.pid()));
        process.waitFor();
    }

    @Test
    void withoutALocaleFileNamesAreUtf8() throws Exception {
        environment.put("JAVA_HOME", javaThatShowsItsLocale().toString());
        assertThat(run().lines()).containsExactly("C.UTF-8");
        environment.put("LANG", "de_DE.ISO-8859-1");
        assertThat(run().lines()).containsExactly("");
        environment.put("LC_CTYPE", "C");
        assertThat(run().lines()).containsExactly("C");
    }

    private Path javaThatShowsItsLocale() throws IOException {
        var home = java("jdk", 25);
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho \"${LC_CTYPE:-}\"\n");
        return home;
    }
}
