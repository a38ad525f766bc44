package dev.taskmaster.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A log file that somebody else writes, to be read and followed.
///
/// @param path where it is
public record LogFile(Path path) {

    /// {@return the last `bytes` bytes, or all there are}
    ///
    /// @throws IOException if it cannot be read
    public byte[] last(long bytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Follows it: hands on the last `bytes` bytes, and then what is added, until it is closed.
    /// Waits for the file if there is none yet, and goes on with the new one when it is rotated or
    /// emptied.
    ///
    /// @param bytes how much of what is there already is handed on
    /// @param reader gets the bytes, on a thread of its own
    /// @return closes the following; returns at once
    /// @throws IOException if its folder cannot be watched
    public Closeable follow(long bytes, Consumer<ByteBuffer> reader) throws IOException {
        throw new UnsupportedOperationException();
    }
}
