package dev.taskmaster.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/// A log file that somebody else writes, to be read and followed.
///
/// @param path where it is
public record LogFile(Path path) {
    private static final long READ_BYTES_MAX = 256L << 20;

    /// {@return the last `bytes` bytes, or all there are}
    ///
    /// @throws IOException if it cannot be read, a [java.nio.file.NoSuchFileException] if there is
    ///   none, or if that would be more than 256 MB
    public byte[] last(long bytes) throws IOException {
        try (var file = open()) {
            return last(file, bytes);
        }
    }

    private byte[] last(FileChannel file, long bytes) throws IOException {
        var size = file.size();
        var count = Math.clamp(bytes, 0, size);
        return read(file, size - count, count);
    }

    /// Reads a part of it, by the rules of supervisord's `readLog`: from an offset on, or with a
    /// negative offset so many bytes at the end.
    ///
    /// @param offset where to begin, or minus the number of bytes
    /// @param length how many bytes, 0 for all; 0 with a negative offset
    /// @return the bytes, fewer or none where the file ends before
    /// @throws IllegalArgumentException if the length is negative, or not 0 where the offset is
    ///   negative: supervisord's `BAD_ARGUMENTS`
    /// @throws IOException if it cannot be read, a [java.nio.file.NoSuchFileException] if there is
    ///   none, or if that would be more than 256 MB
    public byte[] read(long offset, long length) throws IOException {
        if (offset < 0 && length != 0) {
            throw new IllegalArgumentException(
                    "length is %d, expected 0 with the negative offset %d"
                            .formatted(length, offset));
        }
        if (length < 0) {
            throw new IllegalArgumentException("length is " + length + ", expected 0 or more");
        }
        try (var file = open()) {
            if (offset < 0) {
                return last(file, offset == Long.MIN_VALUE ? Long.MAX_VALUE : -offset);
            }
            var rest = Math.max(0, file.size() - offset);
            return read(file, offset, length == 0 ? rest : Math.min(length, rest));
        }
    }

    /// Reads the end of it, by the rules of supervisord's `tailProcessStdoutLog`: for a client that
    /// asks again and again with the offset of the answer before.
    ///
    /// @param offset up to where the client knows it
    /// @param length how many bytes to read
    /// @return the last `length` bytes, also those that the client knows; none where the offset is
    ///   at the end or beyond
    /// @throws IOException if it cannot be read, a [java.nio.file.NoSuchFileException] if there is
    ///   none, or if that would be more than 256 MB
    public Tail tail(long offset, long length) throws IOException {
        try (var file = open()) {
            var size = file.size();
            var bytes = last(file, offset < size ? length : 0);
            return new Tail(bytes, size, offset < size - length);
        }
    }

    /// The end of a log.
    ///
    /// @param bytes what it says
    /// @param offset the size of the file: the offset to ask with next
    /// @param overflow whether there was more after the offset than was asked for
    public record Tail(byte[] bytes, long offset, boolean overflow) {}

    private FileChannel open() throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Reading from a terminal or a named pipe would wait.
            throw new IOException(path + " is not a regular file");
        }
        return FileChannel.open(path);
    }

    private byte[] read(FileChannel file, long from, long count) throws IOException {
        if (count > READ_BYTES_MAX) {
            throw new IOException(
                    "%s: %d bytes are too many to be read at once, at most %d are"
                            .formatted(path, count, READ_BYTES_MAX));
        }
        var bytes = ByteBuffer.allocate((int) count);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {}
        // Fewer if somebody truncates it now.
        return bytes.hasRemaining()
                ? Arrays.copyOf(bytes.array(), bytes.position())
                : bytes.array();
    }

    /// Follows it: hands on the last `bytes` bytes, and then what is added, until it is closed.
    ///
    /// Waits for the file if there is none yet. When it is rotated, what is left of the old file is
    /// handed on, and what was rotated meanwhile, and then the new file from its beginning on:
    /// every byte once. When it is emptied, it goes on from the beginning; what was emptied before
    /// it was read is lost. Ends by itself when the file's folder is removed, when the file cannot
    /// be read, or when the reader throws.
    ///
    /// Sleeps while nothing happens in the file's folder. On a network file system it does not hear
    /// of what other machines write.
    ///
    /// @param bytes how much of what is there already is handed on
    /// @param reader gets the bytes, on a thread of its own; the buffer is only good for the call
    /// @return closes the following; returns at once, without waiting for a reader that is busy
    /// @throws IOException if it cannot be read or its folder cannot be watched
    public Closeable follow(long bytes, Consumer<ByteBuffer> reader) throws IOException {
        return follow(bytes, reader, () -> {});
    }

    /// As [#follow(long, Consumer)], and tells when the file was emptied.
    ///
    /// @param emptied is run before what comes after that is handed on, on the reader's thread
    public Closeable follow(long bytes, Consumer<ByteBuffer> reader, Runnable emptied)
            throws IOException {
        return follow(place(bytes), reader, emptied);
    }

    /// A place in a log. It stays the same when files are rotated, so that whoever has followed the
    /// log can go on after the last byte that he got.
    ///
    /// @param file the file, as the system knows it, whatever its name is; empty before there was
    ///   one
    /// @param offset how many bytes after its beginning, in as many files as that takes
    public record Place(String file, long offset) {

        /// {@return what [#toString] has made, or empty if the text is not that}
        public static Optional<Place> parse(String text) {
            var at = text.lastIndexOf('@');
            return at >= 0 && text.substring(at + 1).matches("\\d{1,18}")
                    ? Optional.of(
                            new Place(
                                    text.substring(0, at), Long.parseLong(text.substring(at + 1))))
                    : Optional.empty();
        }

        /// {@return the place that many bytes later}
        public Place plus(long bytes) {
            return new Place(file, offset + bytes);
        }

        @Override
        public String toString() {
            return file + "@" + offset;
        }
    }

    /// {@return where its last `bytes` bytes begin}
    ///
    /// @throws IOException if it cannot be read
    public Place place(long bytes) throws IOException {
        return Follower.place(path, bytes);
    }

    /// As [#follow(long, Consumer, Runnable)], from a place on. Where that file is not there any
    /// more, from the beginning of the newest.
    public Closeable follow(Place from, Consumer<ByteBuffer> reader, Runnable emptied)
            throws IOException {
        return Follower.start(path, from, reader, emptied);
    }
}
