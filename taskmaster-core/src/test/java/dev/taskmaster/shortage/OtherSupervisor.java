package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A supervisor in a JVM of its own, which can be made to run out of something without harm to the
/// JVM of the tests.
final class OtherSupervisor implements AutoCloseable {
    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();
    private static final Pattern SPAWNED = Pattern.compile(".* started with pid (\\d+)");

    private final Process jvm;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private boolean leavesProcesses;

    private OtherSupervisor(Process jvm) {
        this.jvm = jvm;
        Thread.ofPlatform().daemon().start(this::hear);
    }

    /// Starts one, which does what `taskmaster.yml` in the folder says, and waits until it does.
    ///
    /// @param before what is to start the JVM, if it is not started right away
    static OtherSupervisor in(Path folder, List<String> before, String... jvmOptions)
            throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(JAVA, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(jvmOptions));
        command.add(Victim.class.getName());
        command.add(folder.resolve("taskmaster.yml").toString());
        command.add(folder.resolve("state").toString());
        var other =
                new OtherSupervisor(new ProcessBuilder(command).redirectErrorStream(true).start());
        other.awaits("ready");
        return other;
    }

    static OtherSupervisor in(Path folder, String... jvmOptions) throws IOException {
        return in(folder, List.of(), jvmOptions);
    }

    private void hear() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            said.add("nothing more: " + e.getMessage());
        }
    }

    /// Gives it an order and waits until it has done it.
    ///
    /// @return what came of it
    String does(String order) throws IOException {
        var from = said.size();
        tell(order);
        var answer = "done " + order + ": ";
        Await.until(() -> find(from, answer).isPresent() || !jvm.isAlive());
        return find(from, answer)
                .orElseThrow(() -> new AssertionError("has died: " + said))
                .substring(answer.length());
    }

    /// Gives it an order.
    void tell(String order) throws IOException {
        var stdin = jvm.getOutputStream();
        stdin.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        stdin.flush();
    }

    private Optional<String> find(int from, String text) {
        return said.stream().skip(from).filter(line -> line.contains(text)).findFirst();
    }

    /// Waits until it has said something.
    void awaits(String text) {
        awaits(text, 1);
    }

    /// Waits until it has said something so many times.
    void awaits(String text, int times) {
        try {
            Await.until(() -> count(text) >= times || !jvm.isAlive());
        } catch (AssertionError e) {
            throw new AssertionError("'" + text + "' was not said: " + said, e);
        }
        assertThat(count(text)).as("'%s' in %s", text, said).isGreaterThanOrEqualTo(times);
    }

    /// {@return how many lines with this text it has said}
    long count(String text) {
        return said.stream().filter(line -> line.contains(text)).count();
    }

    /// {@return all lines that it has said}
    List<String> said() {
        return said;
    }

    Process jvm() {
        return jvm;
    }

    /// Sets a limit of it.
    ///
    /// @param as what it is to be set by, if not by ourselves: only its own user may
    /// @param limit an option of `prlimit`
    void limit(List<String> as, String limit) throws IOException, InterruptedException {
        var command = new ArrayList<>(as);
        command.addAll(List.of("prlimit", "--pid", Long.toString(jvm.pid()), limit));
        run(command);
    }

    void limit(String limit) throws IOException, InterruptedException {
        limit(List.of(), limit);
    }

    /// Sends it a signal.
    void signal(String name) throws IOException, InterruptedException {
        run(List.of("kill", "-" + name, Long.toString(jvm.pid())));
    }

    static void run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
    }

    /// Waits until it has ended by itself. What it has started is for the next one.
    void awaitsDeath() {
        leavesProcesses = true;
        Await.until(() -> !jvm.isAlive());
    }

    /// {@return the process id of what it started last by this name}
    long pidOf(String process) {
        return said.stream()
                .filter(it -> it.contains(" " + process + " started with"))
                .map(SPAWNED::matcher)
                .filter(Matcher::matches)
                .mapToLong(it -> Long.parseLong(it.group(1)))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /// Kills it without warning. What it has started is for the next one.
    void dies() throws InterruptedException {
        leavesProcesses = true;
        jvm.destroyForcibly().waitFor();
    }

    /// {@return a line of `/proc/PID/status` that has a size, in bytes}
    long bytes(String field) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(jvm.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(digits -> Long.parseLong(digits) << 10)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Ends it in order; by force if that takes too long, and then all that it has started.
    @Override
    public void close() throws IOException {
        jvm.getOutputStream().close();
        try {
            Await.until(() -> !jvm.isAlive());
        } finally {
            jvm.destroyForcibly();
            if (!leavesProcesses) {
                endAll();
            }
        }
    }

    private void endAll() {
        said.stream()
                .map(SPAWNED::matcher)
                .filter(Matcher::matches)
                .flatMap(it -> ProcessHandle.of(Long.parseLong(it.group(1))).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }
}
