package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.shortage.SmallDisk;
import dev.taskmaster.spec.Rotation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Numbered lines by several writers into one file, to be found again exactly.
class OutputSinksIT {
    private static final OutputSinks.Observer NOBODY = new Notes(new ConcurrentLinkedQueue<>());

    @TempDir Path folder;

    @Test
    void millionsOfLinesBySeveralWritersSurviveRotation() throws Exception {
        var log = folder.resolve("x.log");
        var writers = 4;
        var lines = 500_000;

        var sinks = openSinks(new OutputSinks(), log, writers, new Rotation(1 << 20, 1000), NOBODY);

        inParallel(writers, writer -> writeLines(sinks.get(writer), writer, lines));

        assertComplete(log, writers, lines);
        for (var backup : backups(log)) {
            // Lines have less than 40 bytes.
            assertThat(Files.size(backup)).isBetween(1L << 20, (1L << 20) + 40);
        }
    }

    @Test
    void changingLimitsAndReopeningDisturbNoLine() throws Exception {
        var log = folder.resolve("x.log");
        var writers = 3;
        var lines = 100_000;
        var files = new OutputSinks();
        var sinks = openSinks(files, log, writers, new Rotation(50_000, 9999), NOBODY);
        var done = new CountDownLatch(writers);

        inParallel(
                writers + 1,
                writer -> {
                    if (writer < writers) {
                        writeLines(sinks.get(writer), writer, lines);
                        done.countDown();
                        return;
                    }
                    var random = new Random(1);
                    while (!done.await(1, TimeUnit.MILLISECONDS)) {
                        files.configure(log, new Rotation(20_000 + random.nextInt(80_000), 9999));
                        assertThat(files.reopen()).isEmpty();
                    }
                });

        assertComplete(log, writers, lines);
    }

    @Test
    void aFullDiskTearsNoLineOfSeveralWriters() throws Exception {
        if (!SmallDisk.isPossible()) {
            // Without a disk to fill, there is only the device that is always full.
            assertHeldByFullDevice();
            return;
        }
        try (var disk = SmallDisk.ofMegabytes(1, folder)) {
            var log = disk.folder().resolve("x.log");
            var ballast = disk.folder().resolve("ballast");
            Files.write(ballast, new byte[700_000]);
            var notes = new ConcurrentLinkedQueue<String>();
            var writers = 3;
            var lines = 10_000; // about 525,000 bytes by all: fits only without the ballast

            var sinks =
                    openSinks(new OutputSinks(), log, writers, Rotation.STANDARD, new Notes(notes));

            inParallel(
                    writers + 1,
                    writer -> {
                        if (writer < writers) {
                            writeLines(sinks.get(writer), writer, lines);
                        } else {
                            await(() -> notes.contains("held: No space left on device"));
                            Files.delete(ballast);
                        }
                    });

            assertComplete(log, writers, lines);
            assertThat(notes).contains("resumed");
            assertThat(notes.stream().filter(note -> note.startsWith("held")).count())
                    .isEqualTo(notes.stream().filter("resumed"::equals).count());
        }
    }

    private static void assertHeldByFullDevice() throws IOException {
        var notes = new ConcurrentLinkedQueue<String>();
        var sink =
                new OutputSinks().open(Path.of("/dev/full"), Rotation.STANDARD, new Notes(notes));
        var bytes = ByteBuffer.wrap(new byte[] {'x', '\n'});
        sink.write(bytes);
        sink.write(bytes);
        assertThat(bytes.remaining()).isEqualTo(2);
        assertThat(notes).containsExactly("held: No space left on device");
    }

    private interface Task {
        void run(int number) throws Exception;
    }

    /// All of them before anybody writes, so that nobody ever was alone with the file.
    private static List<OutputSink> openSinks(
            OutputSinks files,
            Path log,
            int count,
            Rotation rotation,
            OutputSinks.Observer observer)
            throws IOException {
        var sinks = new ArrayList<OutputSink>();
        for (var i = 0; i < count; i++) {
            sinks.add(files.open(log, rotation, observer));
        }
        return sinks;
    }

    private static void inParallel(int count, Task task) throws Exception {
        try (var threads = Executors.newFixedThreadPool(count)) {
            var futures =
                    threads.invokeAll(
                            IntStream.range(0, count)
                                    .mapToObj(
                                            number ->
                                                    (Callable<Void>)
                                                            () -> {
                                                                task.run(number);
                                                                return null;
                                                            })
                                    .toList(),
                            2,
                            TimeUnit.MINUTES);
            for (var future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a writer failed: " + e.getCause(), e);
        }
    }

    /// Writes lines such as `2 1234 xxxx`, in chunks that end anywhere, as a pipe delivers them,
    /// and closes the sink.
    private static void writeLines(OutputSink sink, int writer, int lines) throws Exception {
        var random = new Random(writer);
        var bytes = ByteBuffer.allocateDirect(64 << 10);
        for (var line = 0; line < lines; line++) {
            var text = writer + " " + line + " " + "x".repeat(line % 20) + "\n";
            for (var b : text.getBytes(StandardCharsets.US_ASCII)) {
                bytes.put(b);
                if (random.nextInt(3000) == 0 || !bytes.hasRemaining()) {
                    writeAll(sink, bytes);
                }
            }
        }
        writeAll(sink, bytes);
        sink.close();
    }

    private static void writeAll(OutputSink sink, ByteBuffer bytes) throws Exception {
        bytes.flip();
        await(
                () -> {
                    sink.write(bytes);
                    return !bytes.hasRemaining();
                });
        bytes.clear();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private static void assertComplete(Path log, int writers, int lines) throws IOException {
        var next = new int[writers];
        var files = new ArrayList<>(backups(log).reversed());
        files.add(log);
        for (var file : files) {
            try (var reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    var writer = line.charAt(0) - '0';
                    var expected =
                            writer + " " + next[writer] + " " + "x".repeat(next[writer] % 20);
                    if (!line.equals(expected)) {
                        assertThat(line).as(file.toString()).isEqualTo(expected);
                    }
                    next[writer]++;
                }
            }
        }
        assertThat(next).containsOnly(lines);
    }

    /// The backups, newest first, without a gap.
    private static List<Path> backups(Path log) {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> log.resolveSibling(log.getFileName() + "." + number))
                .takeWhile(Files::exists)
                .toList();
    }

    private record Notes(ConcurrentLinkedQueue<String> notes) implements OutputSinks.Observer {
        @Override
        public void held(String reason) {
            notes.add("held: " + reason);
        }

        @Override
        public void resumed() {
            notes.add("resumed");
        }
    }
}
