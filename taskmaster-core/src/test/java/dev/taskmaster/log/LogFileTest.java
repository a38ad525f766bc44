package dev.taskmaster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

class LogFileTest {
    @TempDir Path folder;
    private LogFile log;

    @BeforeEach
    void tenDigits() throws IOException {
        log = new LogFile(Files.writeString(folder.resolve("x.log"), "0123456789"));
    }

    @Test
    void lastGivesTheEndOrAllThereIs() throws IOException {
        assertThat(log.last(3)).asString().isEqualTo("789");
        assertThat(log.last(10)).asString().isEqualTo("0123456789");
        assertThat(log.last(Long.MAX_VALUE)).asString().isEqualTo("0123456789");
        assertThat(log.last(0)).isEmpty();
    }

    // What supervisord 4.3 answers (readFile in options.py).
    @ParameterizedTest
    @CsvSource({
        "  0,  0, 0123456789",
        "  4,  0, 456789",
        "  4,  3, 456",
        "  8,  9, 89",
        " 10,  0, ''",
        " 99,  5, ''",
        " -3,  0, 789",
        "-99,  0, 0123456789",
    })
    void readsFromAnOffsetAsSupervisordDoes(long offset, long length, String text)
            throws IOException {
        assertThat(log.read(offset, length)).asString().isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "-1, -1", "0, -1", "5, -9"})
    void refusesArgumentsThatSupervisordRefuses(long offset, long length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.read(offset, length))
                .withMessageContaining("length is " + length);
    }

    // What supervisord 4.3 answers (tailFile in options.py).
    @ParameterizedTest
    @CsvSource({
        "  0, 10, 0123456789, false",
        "  0,  4,       6789,  true",
        "  6,  4,       6789, false",
        "  8,  4,       6789, false", // two of them were known
        "  9,  1,          9, false",
        "  3,  1,          9,  true",
        "  0, 99, 0123456789, false",
        "  0,  0,         '',  true",
        " 10,  0,         '', false",
        " 10,  4,         '', false",
        " 99,  4,         '', false",
        "  0, -4,         '',  true",
        " -5,  4,       6789,  true",
    })
    void tailsAsSupervisordDoes(long offset, long length, String text, boolean overflow)
            throws IOException {
        var tail = log.tail(offset, length);

        assertThat(tail.bytes()).asString().isEqualTo(text);
        assertThat(tail.offset()).isEqualTo(10);
        assertThat(tail.overflow()).isEqualTo(overflow);
    }

    @Test
    void tellsAMissingFileApart() {
        var missing = new LogFile(folder.resolve("no.log"));

        assertThatThrownBy(() -> missing.last(1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> missing.read(0, 0)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> missing.tail(0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesWhatCannotBeReadToAnEnd() {
        assertThatThrownBy(() -> new LogFile(folder).last(1))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + " is not a regular file");
        assertThatThrownBy(() -> new LogFile(Path.of("/dev/zero")).read(0, 0))
                .isInstanceOf(IOException.class)
                .hasMessage("/dev/zero is not a regular file");
    }

    @Test
    void refusesToReadMoreThanFitsIntoMemory() throws IOException {
        try (var file = new RandomAccessFile(log.path().toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        assertThatThrownBy(() -> log.read(0, 0))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("are too many to be read at once, at most 268435456 are");
        assertThat(log.read(0, 4)).asString().isEqualTo("0123");
    }
}
