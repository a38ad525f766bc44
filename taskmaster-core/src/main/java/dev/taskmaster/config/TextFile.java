package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Place;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/// Reads the text of configuration files: ordinary files of at most [#BYTES_MAX], in UTF-8.
final class TextFile {
    /// 4 MiB; larger files are refused before they are read.
    static final int BYTES_MAX = 4 << 20;

    private TextFile() {}

    /// Thrown for a file that cannot be read as text.
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Place> place;

        private UnreadableException(Optional<Place> place, String message) {
            super(message, null, false, false);
            this.place = place;
        }

        /// {@return where in the file, or empty if it is the file as a whole}
        Optional<Place> place() {
            return place;
        }
    }

    static String read(Path file) throws UnreadableException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw refused("is a folder, expected a file");
            }
            if (!attributes.isRegularFile()) {
                throw refused("is a device, a pipe or a socket, expected an ordinary file");
            }
            if (attributes.size() > BYTES_MAX) {
                throw refused(
                        "is %s bytes long, expected at most %s"
                                .formatted(attributes.size(), BYTES_MAX));
            }
            return decode(bytes(file));
        } catch (IOException e) {
            throw refused(reason(e));
        }
    }

    private static byte[] bytes(Path file) throws IOException, UnreadableException {
        try (var in = Files.newInputStream(file)) {
            // It may have grown, and what is in /proc has no size.
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw refused("is longer than " + BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    /// {@return why a file could not be read, in words}
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case NotDirectoryException _ -> "no such folder";
            case AccessDeniedException _ -> "cannot be read: permission denied";
            case FileSystemLoopException _ -> "cannot be read: symbolic links in a circle";
            case FileSystemException system ->
                    "cannot be read: " + Objects.requireNonNullElse(system.getReason(), "" + e);
            default -> "cannot be read: " + Objects.requireNonNullElse(e.getMessage(), "" + e);
        };
    }

    static String decode(byte[] bytes) throws UnreadableException {
        var start = 0;
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw refused("is in UTF-16, expected UTF-8");
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            start = 3;
        }
        // As Latin-1, each byte is a character.
        var nul = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\0', start);
        if (nul >= 0) {
            throw refused("holds a NUL byte at offset " + nul + ": not text, but a binary file");
        }
        var text = CharBuffer.allocate(bytes.length);
        var rest = ByteBuffer.wrap(bytes, start, bytes.length - start);
        // A new decoder reports what it cannot decode.
        if (StandardCharsets.UTF_8.newDecoder().decode(rest, text, true).isError()) {
            throw new UnreadableException(
                    Optional.of(end(text.flip())),
                    "is not UTF-8: the byte 0x%02X at offset %s does not belong there"
                            .formatted(bytes[rest.position()], rest.position()));
        }
        return text.flip().toString();
    }

    /// The place after the last character of a text.
    private static Place end(CharSequence text) {
        var before = text.toString();
        var lineStart = before.lastIndexOf('\n') + 1;
        return new Place(
                (int) before.chars().filter(c -> c == '\n').count() + 1,
                before.codePointCount(lineStart, before.length()) + 1);
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (var i = 0; i < prefix.length; i++) {
            if (Byte.toUnsignedInt(bytes[i]) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static UnreadableException refused(String message) {
        return new UnreadableException(Optional.empty(), message);
    }
}
