package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.spec.Rotation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

class OutputSinksTest {
    @TempDir Path folder;
    private final OutputSinks sinks = new OutputSinks();
    private final List<String> told = new ArrayList<>();
    private Path log;

    @BeforeEach
    void logInFolder() {
        log = folder.resolve("x.log");
    }

    @Test
    void aSingleWritersBytesPassStraightThrough() throws IOException {
        var a = open(log);

        write(a, "no line end");

        assertThat(log).content().isEqualTo("no line end");
    }

    @Timeout(20)
    @Test
    void aFileThatHangsWhileItIsOpenedDelaysNoOther() throws Exception {
        var hung = folder.resolve("hung.log");
        var hangs = new CountDownLatch(1);
        var diskIsBack = new CountDownLatch(1);
        var some =
                new OutputSinks(
                        path -> {
                            if (path.endsWith("hung.log")) {
                                hangs.countDown();
                                await(diskIsBack);
                            }
                            return OpenFile.Opening.here().open(path);
                        });
        some.open(log, Rotation.STANDARD, new Nobody());
        var opened =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return some.open(hung, Rotation.STANDARD, new Nobody());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        hangs.await();

        var other = some.open(log, Rotation.STANDARD, new Nobody());
        write(other, "goes on\n");
        some.configure(log, Rotation.STANDARD);
        some.expectSeveral(Set.of(hung));
        other.close();

        assertThat(log).content().isEqualTo("goes on\n");
        assertThat(opened).isNotDone();
        diskIsBack.countDown();
        write(opened.join(), "late\n");
        assertThat(hung).content().isEqualTo("late\n");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRestartedWriterGoesOnWhereTheFormerEnded() throws IOException {
        for (var i = 0; i < 3; i++) {
            var a = open(log);
            write(a, "x");
            a.close();
        }

        assertThat(log).content().isEqualTo("xxx");
    }

    @Test
    void keepsAnUnfinishedLineBackWhileOthersWriteToo() throws IOException {
        var a = open(log);
        var b = open(log);

        write(a, "a1\na2 be");
        write(b, "b1\nb2 be");
        assertThat(log).content().isEqualTo("a1\nb1\n");
        write(a, "gi");
        write(b, "gins\n");
        write(a, "ns\na3");

        assertThat(log).content().isEqualTo("a1\nb1\nb2 begins\na2 begins\n");
    }

    @Test
    void writesWhatItKeptBackWhenTheWriterCloses() throws IOException {
        var a = open(log);
        var b = open(log);

        write(a, "last words");
        a.close();
        write(b, "next\n");

        assertThat(log).content().isEqualTo("last words\nnext\n");
    }

    @Test
    void writesWhatItKeptBackWhenTheOthersAreGone() throws IOException {
        var a = open(log);
        var b = open(log);

        write(a, "one ");
        b.close();
        write(a, "line");

        assertThat(log).content().isEqualTo("one line");
    }

    @Test
    void endsAnUnfinishedLineThatIsInTheFileAlready() throws IOException {
        var a = open(log);
        write(a, "prompt> ");
        var b = open(log);

        write(b, "b\n");
        write(a, "a\n");

        assertThat(log).content().isEqualTo("prompt> \nb\na\n");
    }

    @Test
    void aLineTooLongToBeKeptBackIsWrittenAsItComes() throws IOException {
        var a = open(log);
        open(log);
        var half = "x".repeat(40_000);

        write(a, half);
        assertThat(log).content().isEmpty();
        write(a, half);
        write(a, "more");
        write(a, "\nnext");

        assertThat(log).content().isEqualTo(half + half + "more\n");
    }

    @Test
    void allNamesOfAFileShareOneSink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder);
        var a = open(log);
        var b = open(link.resolve("x.log"));
        var c = open(folder.resolve("link/../" + folder.getFileName() + "/x.log"));

        write(a, "a");
        write(b, "b");
        write(c, "c");
        write(a, "\n");
        write(b, "\n");
        write(c, "\n");

        assertThat(log).content().isEqualTo("a\nb\nc\n");
    }

    @Test
    void limitsChangeForAllWhoWriteThere() throws IOException {
        var a = open(log);
        var b = open(log);

        write(a, "one\n");
        sinks.configure(log, new Rotation(8, 1));
        write(b, "two\n");
        write(a, "six\n");

        assertThat(folder.resolve("x.log.1")).content().isEqualTo("one\ntwo\n");
        assertThat(log).content().isEqualTo("six\n");
    }

    @Test
    void configuresNothingWhereNothingIsOpen() {
        sinks.configure(log, Rotation.STANDARD);
        sinks.configure(folder.resolve("no/x.log"), Rotation.STANDARD);

        assertThat(log).doesNotExist();
    }

    @Test
    void reopensAllFiles() throws IOException {
        var a = open(log);
        write(a, "one\n");
        Files.move(log, folder.resolve("moved"));

        assertThat(sinks.reopen()).isEmpty();
        write(a, "two\n");

        assertThat(log).content().isEqualTo("two\n");
    }

    @Test
    void tellsOnceThatItHoldsAndOnceThatItGoesOn() throws IOException {
        var inner = Files.createDirectory(folder.resolve("inner"));
        var a = sinks.open(inner.resolve("x.log"), new Rotation(2, 1), observer("a"));
        Files.move(inner, folder.resolve("moved"));
        write(a, "1\n");
        var bytes = bytes("2\n");

        a.write(bytes);
        a.write(bytes);
        assertThat(bytes.remaining()).isEqualTo(2);
        Files.createDirectory(inner);
        a.write(bytes);
        write(a, "3\n");

        assertThat(told).containsExactly("a held: no such folder: " + inner, "a resumed");
        assertThat(inner.resolve("x.log.1")).content().isEqualTo("3\n");
    }

    @Test
    void refusesAFolderThatIsMissing() {
        assertThatThrownBy(
                        () ->
                                sinks.open(
                                        folder.resolve("no/x.log"),
                                        Rotation.STANDARD,
                                        observer("other")))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + folder.resolve("no"));
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void writingToAClosedSinkIsAMistake() throws IOException {
        var a = open(log);
        a.close();
        a.close();

        assertThatThrownBy(() -> a.write(bytes("x"))).isInstanceOf(IllegalStateException.class);
    }

    private record Nobody() implements OutputSinks.Observer {
        @Override
        public void held(String reason) {}

        @Override
        public void resumed() {}
    }

    /// {@return a sink for a writer of its own}
    OutputSink open(Path path) throws IOException {
        return sinks.open(path, Rotation.STANDARD, observer(path.toString()));
    }

    private OutputSinks.Observer observer(String name) {
        return new OutputSinks.Observer() {
            @Override
            public void held(String reason) {
                told.add(name + " held: " + reason);
            }

            @Override
            public void resumed() {
                told.add(name + " resumed");
            }
        };
    }

    private static void write(OutputSink sink, String text) {
        var bytes = bytes(text);
        sink.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
