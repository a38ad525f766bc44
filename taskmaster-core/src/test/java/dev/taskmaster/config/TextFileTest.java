package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is said of files that cannot be read as text.
class TextFileTest {
    @TempDir Path folder;

    private List<String> problemsOf(Path file) {
        try {
            ConfigFile.at(file).load();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(file.toString(), "FILE"))
                    .toList();
        }
    }

    private List<String> problemsOf(byte[] content) throws IOException {
        return problemsOf(Files.write(folder.resolve("taskmaster.yml"), content));
    }

    @Test
    void missingFile() {
        assertThat(problemsOf(folder.resolve("nope.yml"))).containsExactly("FILE: no such file");
    }

    @Test
    void missingFolder() {
        assertThat(problemsOf(folder.resolve("nope/nope.yml")))
                .containsExactly("FILE: no such file");
    }

    @Test
    void folderInPlaceOfAFile() {
        assertThat(problemsOf(folder)).containsExactly("FILE: is a folder, expected a file");
    }

    @Test
    void deviceInPlaceOfAFile() {
        assertThat(problemsOf(Path.of("/dev/zero")))
                .containsExactly(
                        "FILE: is a device, a pipe or a socket, expected an ordinary file");
    }

    @Test
    void symbolicLinksInACircle() throws IOException {
        var link = folder.resolve("a");
        Files.createSymbolicLink(link, link);

        assertThat(problemsOf(link))
                .singleElement()
                .asString()
                .startsWith("FILE: cannot be read: ")
                .contains("symbolic links");
    }

    @Test
    @Timeout(5)
    void hugeFileIsNotEvenRead() throws IOException {
        var file = folder.resolve("huge.yml");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }

        assertThat(problemsOf(file))
                .containsExactly("FILE: is 104857600 bytes long, expected at most 4194304");
    }

    @Test
    void largestFileIsRead() throws IOException {
        var text = "programs: {}\n#";

        assertThat(
                        problemsOf(
                                (text + "x".repeat(TextFile.BYTES_MAX - text.length()))
                                        .getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void fileWithoutASizeIsLimitedWhileItIsRead() {
        // What the kernel makes up as it is read has a size of 0.
        assertThat(problemsOf(Path.of("/proc/self/mem")))
                .singleElement()
                .asString()
                .startsWith("FILE: cannot be read: ");
    }

    @Test
    void binaryFile() throws IOException {
        assertThat(problemsOf(new byte[] {'E', 'L', 'F', 0, 1, (byte) 0xFF}))
                .containsExactly("FILE: holds a NUL byte at offset 3: not text, but a binary file");
    }

    @Test
    void invalidUtf8IsNamedWithItsPlace() throws IOException {
        assertThat(problemsOf("programs:\n  caf\u00E9:\n".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(
                        "FILE:2:6: is not UTF-8: the byte 0xE9 at offset 15 does not belong there");
    }

    @Test
    void truncatedUtf8IsNamedWithItsPlace() throws IOException {
        assertThat(problemsOf(new byte[] {'a', (byte) 0xC3}))
                .containsExactly(
                        "FILE:1:2: is not UTF-8: the byte 0xC3 at offset 1 does not belong there");
    }

    @Test
    void utf16IsNamed() throws IOException {
        assertThat(problemsOf("\uFEFFprograms: {}".getBytes(StandardCharsets.UTF_16LE)))
                .containsExactly("FILE: is in UTF-16, expected UTF-8");
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsDoNoHarm() throws IOException {
        assertThat(
                        problemsOf(
                                "\uFEFFprograms:\r\n  a:\r\n    cmd: a\r\n"
                                        .getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void controlCharactersAreNamedWithTheirPlace() throws IOException {
        assertThat(problemsOf("programs: {}\n# \u0007\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("FILE:2:3: contains the control character U+0007, expected text");
    }

    @Test
    void reasonsAreInWords() {
        assertThat(TextFile.reason(new AccessDeniedException("f")))
                .isEqualTo("cannot be read: permission denied");
        assertThat(TextFile.reason(new FileSystemException("f", null, "Too many open files")))
                .isEqualTo("cannot be read: Too many open files");
        assertThat(TextFile.reason(new IOException("Input/output error")))
                .isEqualTo("cannot be read: Input/output error");
    }
}
