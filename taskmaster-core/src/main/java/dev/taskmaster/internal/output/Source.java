package dev.taskmaster.internal.output;

import java.io.IOException;

/// Bytes on their way into a log file, wherever they are now.
sealed interface Source permits BufferSource, PipeSource {

    /// {@return how many bytes there are}
    int remaining();

    /// {@return how many bytes there are up to the first line end that is not among the first `from
    /// - 1`; -1 if there is none}
    ///
    /// @param from at least 1
    int lineEnd(long from);

    /// {@return how many bytes there are up to the last line end among the first `max`; 0 if there
    /// is none}
    int lastLineEnd(int max);

    /// Moves bytes to the end of a file.
    ///
    /// @param count how many at most
    /// @return how many; 0 if there are none any more
    /// @throws IOException if none could be written
    int moveTo(OpenFile file, int count) throws IOException;

    /// {@return the byte that was moved last; -1 if nobody has looked at it}
    int lastMoved();
}
