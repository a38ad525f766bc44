package dev.taskmaster.internal.output;

import dev.taskmaster.internal.libc.Platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A file that is open for appending.
sealed interface OpenFile extends Closeable permits ChannelFile, NativeFile {

    /// How files are opened; they are created if there are none.
    @FunctionalInterface
    interface Opening {
        OpenFile open(Path path) throws IOException;

        /// {@return the best way that works here}
        static Opening here() {
            return Platform.isSupported() ? NativeFile::open : ChannelFile::open;
        }
    }

    /// {@return whether it is open still; an interrupt may have closed it}
    boolean isOpen();

    /// {@return its size at this moment}
    long size() throws IOException;

    /// Appends bytes from a buffer.
    ///
    /// @param count how many at most
    /// @return how many; at least one
    int write(ByteBuffer bytes, int count) throws IOException;

    /// Appends bytes straight from a pipe.
    ///
    /// @param pipe the reading end
    /// @param count how many at most
    /// @return how many, 0 if the pipe is empty; -1 if that is not possible with this file
    int splice(int pipe, int count) throws IOException;

    /// Empties it.
    void truncate() throws IOException;
}
