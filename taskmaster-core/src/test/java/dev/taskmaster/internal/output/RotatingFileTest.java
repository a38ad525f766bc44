package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.spec.Rotation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class RotatingFileTest {
    @TempDir Path folder;
    private Path log;

    @BeforeEach
    void logInFolder() {
        log = folder.resolve("x.log");
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        Files.writeString(log, "old\n");

        write(new Rotation(100, 1), "new\n");

        assertThat(files()).isEqualTo(Map.of("x.log", "old\nnew\n"));
    }

    @Test
    void isPutAsideByTheLineThatReachesTheLimit() throws IOException {
        write(new Rotation(8, 3), "one\n", "two\n", "six\n");

        assertThat(files()).isEqualTo(Map.of("x.log.1", "one\ntwo\n", "x.log", "six\n"));
    }

    @Test
    void splitsAChunkAtTheLineEndAfterTheLimit() throws IOException {
        write(new Rotation(5, 3), "one\ntwo\nthree\nten\n");

        assertThat(files())
                .isEqualTo(Map.of("x.log.2", "one\ntwo\n", "x.log.1", "three\n", "x.log", "ten\n"));
    }

    @Test
    void waitsForTheEndOfALine() throws IOException {
        write(new Rotation(5, 3), "one\n", "lo", "ng", "er\nnext");

        assertThat(files()).isEqualTo(Map.of("x.log.1", "one\nlonger\n", "x.log", "next"));
    }

    @Test
    void splitsALineOnlyWhenItGoesOnForTooLong() throws IOException {
        var line = "x".repeat(RotatingFile.LINE_BYTES_MAX + 15) + "\n";

        write(new Rotation(10, 3), line);

        assertThat(files().get("x.log.1")).hasSize(10 + RotatingFile.LINE_BYTES_MAX);
        assertThat(files().get("x.log.1") + files().get("x.log")).isEqualTo(line);
    }

    @Test
    void keepsAsManyBackupsAsAskedForTheNewestFirst() throws IOException {
        write(new Rotation(2, 2), "1\n", "2\n", "3\n", "4\n", "5");

        assertThat(files()).isEqualTo(Map.of("x.log.2", "3\n", "x.log.1", "4\n", "x.log", "5"));
    }

    @Test
    void isEmptiedWhereNoBackupsAreKept() throws IOException {
        write(new Rotation(2, 0), "1\n", "2\n", "3");

        assertThat(files()).isEqualTo(Map.of("x.log", "3"));
    }

    @Test
    void fillsAGapAmongTheBackups() throws IOException {
        Files.writeString(folder.resolve("x.log.1"), "newest");
        Files.writeString(folder.resolve("x.log.3"), "oldest");

        write(new Rotation(2, 3), "1\n");

        assertThat(files())
                .isEqualTo(
                        Map.of(
                                "x.log.3", "oldest", "x.log.2", "newest", "x.log.1", "1\n", "x.log",
                                ""));
    }

    @Test
    void rotatesAFileThatWasTooLargeAtTheStartAfterItsNextLine() throws IOException {
        Files.writeString(log, "a long line of another time\nunfin");

        write(new Rotation(5, 1), "ished\nten\n");

        assertThat(files().get("x.log.1")).isEqualTo("a long line of another time\nunfinished\n");
        assertThat(files().get("x.log")).isEqualTo("ten\n");
    }

    @Test
    void limitsCanBeChangedWhileItIsOpen() throws IOException {
        try (var file = open(log, new Rotation(1000, 1))) {
            write(file, "one\n");
            file.configure(new Rotation(6, 1));
            write(file, "two\n");
            file.configure(new Rotation(1000, 1));
            write(file, "a line of more than six bytes\n");
        }

        assertThat(files())
                .isEqualTo(
                        Map.of(
                                "x.log.1",
                                "one\ntwo\n",
                                "x.log",
                                "a line of more than six bytes\n"));
    }

    @Test
    void countsAnewAfterSomebodyTruncatedIt() throws IOException {
        try (var file = open(log, new Rotation(10, 1))) {
            write(file, "one\ntwo\n");
            Files.write(log, new byte[0]);
            write(file, "six\n", "ten\n");
        }

        assertThat(files()).isEqualTo(Map.of("x.log", "six\nten\n"));
    }

    @Test
    void reopenMakesANewFileAfterSomebodyRenamedIt() throws IOException {
        try (var file = open(log, new Rotation(100, 1))) {
            write(file, "one\n");
            Files.move(log, folder.resolve("moved"));
            write(file, "two\n");
            file.reopen();
            write(file, "six\n");
        }

        assertThat(files()).isEqualTo(Map.of("moved", "one\ntwo\n", "x.log", "six\n"));
    }

    @Test
    void goesOnWithTheOldFileWhereReopenFails() throws IOException {
        var inner = Files.createDirectory(folder.resolve("inner"));
        try (var file = open(inner.resolve("x.log"), new Rotation(100, 1))) {
            Files.move(inner, folder.resolve("moved"));

            assertThatThrownBy(file::reopen)
                    .isInstanceOf(IOException.class)
                    .hasMessage("no such folder: " + inner);
            write(file, "one\n");
        }

        assertThat(folder.resolve("moved/x.log")).content().isEqualTo("one\n");
    }

    @Test
    void rotatesTheFileASymbolicLinkPointsTo() throws IOException {
        var target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(log, target);

        write(new Rotation(2, 1), "1\n", "2");

        assertThat(log).isSymbolicLink().content().isEqualTo("2");
        assertThat(folder.resolve("target.1")).content().isEqualTo("1\n");
    }

    @Test
    void goesOnWithAFileThatCannotBePutAside() throws IOException {
        Files.createDirectories(folder.resolve("x.log.1/in the way"));

        write(new Rotation(2, 1), "1\n", "2\n", "3\n");

        assertThat(log).content().isEqualTo("1\n2\n3\n");
    }

    @Test
    void holdsWhileTheFolderIsGoneAndGoesOnWhenItIsBack() throws IOException {
        var inner = Files.createDirectory(folder.resolve("inner"));
        try (var file = open(inner.resolve("x.log"), new Rotation(2, 1))) {
            Files.move(inner, folder.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
            write(file, "1\n"); // reaches the limit: what follows needs the folder
            var bytes = bytes("2\n");

            assertThat(file.write(bytes)).hasValue("no such folder: " + inner);
            assertThat(bytes.remaining()).isEqualTo(2);

            Files.createDirectory(inner);
            assertThat(file.write(bytes)).isEmpty();
        }

        assertThat(inner.resolve("x.log.1")).content().isEqualTo("2\n");
    }

    @Test
    void saysWhyItCannotWriteAndKeepsTheBytes() throws IOException {
        try (var file = open(Path.of("/dev/full"), new Rotation(2, 1))) {
            var bytes = bytes("kept\n");

            assertThat(file.write(bytes)).hasValue("No space left on device");
            assertThat(bytes.remaining()).isEqualTo(5);
        }
    }

    @Test
    void neverPutsAsideWhatIsNotARegularFile() throws IOException {
        var before = Files.readAttributes(Path.of("/dev/null"), "unix:ino,rdev");

        write(Path.of("/dev/null"), new Rotation(2, 1), "1\n2\n3\n", "4\n");

        assertThat(Files.readAttributes(Path.of("/dev/null"), "unix:ino,rdev")).isEqualTo(before);
        assertThat(Path.of("/dev/null.1")).doesNotExist();
    }

    @Test
    void isNotClosedByAnInterrupt() throws IOException {
        try (var file = open(log, new Rotation(100, 1))) {
            Thread.currentThread().interrupt();
            write(file, "one\n");

            assertThat(Thread.interrupted()).isTrue();
            write(file, "two\n");
        }

        assertThat(log).content().isEqualTo("one\ntwo\n");
    }

    @Test
    void saysWhyItCannotBeOpened() throws Exception {
        assertRefused(folder.resolve("no/x.log"), "no such folder: " + folder.resolve("no"));
        assertRefused(folder, folder + ": Is a directory");
        Files.createFile(log);
        assertRefused(log.resolve("y.log"), log.resolve("y.log") + ": Not a directory");
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertRefused(pipe, pipe + ": is a named pipe, not a file");
    }

    private void assertRefused(Path path, String reason) {
        assertThatThrownBy(() -> open(path, Rotation.STANDARD))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(reason);
    }

    private void write(Rotation rotation, String... chunks) throws IOException {
        write(log, rotation, chunks);
    }

    private void write(Path path, Rotation rotation, String... chunks) throws IOException {
        try (var file = open(path, rotation)) {
            write(file, chunks);
        }
    }

    private void write(RotatingFile file, String... chunks) {
        for (var chunk : chunks) {
            write(file, bytes(chunk));
        }
    }

    RotatingFile open(Path path, Rotation rotation) throws IOException {
        return RotatingFile.open(path, rotation);
    }

    void write(RotatingFile file, ByteBuffer bytes) {
        assertThat(file.write(bytes)).isEqualTo(Optional.empty());
        assertThat(bytes.hasRemaining()).isFalse();
    }

    static ByteBuffer bytes(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var entries = Files.list(folder)) {
            for (var entry : entries.toList()) {
                files.put(entry.getFileName().toString(), Files.readString(entry));
            }
        }
        return files;
    }
}
