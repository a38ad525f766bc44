package dev.taskmaster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.internal.output.OutputSinks;
import dev.taskmaster.internal.output.RotatingFile;
import dev.taskmaster.spec.Rotation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

class LogFileFollowIT {
    @TempDir Path folder;
    private final Received received = new Received();
    private Path log;
    private Closeable following = () -> {};

    @BeforeEach
    void logInFolder() {
        log = folder.resolve("x.log");
    }

    @AfterEach
    void endFollowing() throws IOException {
        following.close();
    }

    @Test
    void handsOnTheEndAndThenWhatIsAdded() throws Exception {
        Files.writeString(log, "old and known");
        follow(5);
        received.await("known");

        append(log, " new");

        received.await("known new");
    }

    @Test
    void waitsForAFileThatIsNotThereYet() throws Exception {
        follow(100);

        append(log, "first");

        received.await("first");
    }

    @Test
    void goesOnFromAPlaceThoughTheFilesWereRotated() throws Exception {
        append(log, "one two ");
        var place = new LogFile(log).place(4);
        Files.move(log, folder.resolve("x.log.1"));
        append(log, "three ");
        Files.move(folder.resolve("x.log.1"), folder.resolve("x.log.2"));
        Files.move(log, folder.resolve("x.log.1"));
        append(log, "four");

        var told = LogFile.Place.parse(place.toString()).orElseThrow();
        following = new LogFile(log).follow(told.plus(2), received, () -> {});
        received.await("o three four");
        following.close();

        var later = new Received();
        following = new LogFile(log).follow(told.plus(4 + 2), later, () -> {});
        later.await("ree four");
        append(log, " five");
        later.await("ree four five");
    }

    @Test
    void goesOnWithTheNewestFromAPlaceThatIsGone() throws Exception {
        append(log, "newest");
        var gone = LogFile.Place.parse("another@7").orElseThrow();
        following = new LogFile(log).follow(gone, received, () -> {});
        received.await("newest");
        assertThat(LogFile.Place.parse("no place")).isEmpty();
    }

    @Test
    void startsAgainWhenTheFileIsEmptied() throws Exception {
        append(log, "before");
        follow(100);
        received.await("before");

        Files.write(log, new byte[0]);
        append(log, "after");

        received.await("beforeafter");
    }

    @Test
    void tellsThatTheFileWasEmptiedBeforeItGoesOn() throws Exception {
        append(log, "before");
        Runnable emptied = () -> received.accept(ByteBuffer.wrap(new byte[] {'|'}));
        following = new LogFile(log).follow(100, received, emptied);
        received.await("before");

        Files.write(log, new byte[0]);
        received.await("before|");
        append(log, "after");

        received.await("before|after");
    }

    @Test
    void readsARenamedFileToItsEndBeforeTheNewOne() throws Exception {
        append(log, "one ");
        follow(100);
        received.await("one ");

        // As logrotate does it: rename, create, and only then tell the writer.
        Files.move(log, folder.resolve("x.log.1"));
        append(folder.resolve("x.log.1"), "two ");
        received.await("one two ");
        Files.createFile(log);
        var expected = "one two ";
        for (var i = 0; i < 10; i++) {
            append(folder.resolve("x.log.1"), "more ");
            expected += "more ";
            received.await(expected);
        }
        append(log, "new");

        received.await(expected + "new");
    }

    @Test
    void goesOnWithANewFileWhereTheOldOneWasRemoved() throws Exception {
        append(log, "one ");
        follow(100);
        received.await("one ");

        Files.delete(log);
        append(log, "two");

        received.await("one two");
    }

    @Test
    void seesAllThatWasRotatedWhileTheReaderWasBusy() throws Exception {
        append(log, "0\n");
        var isBusy = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        following =
                new LogFile(log)
                        .follow(
                                100,
                                bytes -> {
                                    isBusy.countDown();
                                    awaitLatch(goOn);
                                    received.accept(bytes);
                                });
        awaitLatch(isBusy);

        try (var file = RotatingFile.open(log, new Rotation(1, 5))) {
            for (var i = 1; i < 5; i++) {
                file.write(ByteBuffer.wrap((i + "\n").getBytes(StandardCharsets.US_ASCII)));
            }
        }
        goOn.countDown();

        received.await("0\n1\n2\n3\n4\n");
    }

    @Test
    void getsEveryByteOnceAcrossManyRotations() throws Exception {
        var sink = new OutputSinks().open(log, new Rotation(10_000, 9_000), new Ignored());
        follow(0);
        var expected = new ByteArrayOutputStream();
        var bytes = ByteBuffer.allocateDirect(1000);
        for (var line = 0; line < 200_000; line++) {
            var text = (line + "\n").getBytes(StandardCharsets.US_ASCII);
            expected.writeBytes(text);
            if (bytes.remaining() < text.length) {
                sink.write(bytes.flip());
                bytes.clear();
            }
            bytes.put(text);
        }
        sink.write(bytes.flip());
        sink.close();

        assertThat(folder.resolve("x.log.100")).exists();
        received.await(expected.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void followsTheFileASymbolicLinkPointsTo() throws Exception {
        var target = Files.createFile(Files.createDirectory(folder.resolve("inner")).resolve("y"));
        Files.createSymbolicLink(log, target);
        follow(0);

        append(target, "text");

        received.await("text");
    }

    @Test
    void nothingComesAfterItIsClosed() throws Exception {
        append(log, "one");
        follow(100);
        received.await("one");

        following.close();
        following.close();
        append(log, "two");

        var other = new Received();
        try (var _ = new LogFile(log).follow(100, other)) {
            other.await("onetwo");
        }
        received.await("one");
    }

    @Test
    void endsWhenTheReaderThrows() throws Exception {
        append(log, "one");
        var calls = new CountDownLatch(2);
        following =
                new LogFile(log)
                        .follow(
                                100,
                                _ -> {
                                    calls.countDown();
                                    throw new IllegalStateException("enough");
                                });
        follow(100);

        append(log, "two");
        received.await("onetwo");

        assertThat(calls.getCount()).isEqualTo(1);
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> new LogFile(folder.resolve("no/x.log")).follow(1, received))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + folder.resolve("no"));
    }

    private void follow(long bytes) throws IOException {
        following = new LogFile(log).follow(bytes, received);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Ignored implements OutputSinks.Observer {
        @Override
        public void held(String reason) {}

        @Override
        public void resumed() {}
    }

    /// What a follower handed on.
    private static final class Received implements Consumer<ByteBuffer> {
        private final StringBuilder text = new StringBuilder();

        @Override
        public synchronized void accept(ByteBuffer bytes) {
            text.append(StandardCharsets.US_ASCII.decode(bytes));
            notifyAll();
        }

        /// Waits until it is all there, and fails if there is anything else.
        synchronized void await(String expected) throws InterruptedException {
            var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (text.length() < expected.length() && System.nanoTime() < deadline) {
                wait(100);
            }
            assertThat(text.toString()).isEqualTo(expected);
        }
    }
}
