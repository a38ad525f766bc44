package dev.taskmaster.launch;

import java.nio.ByteBuffer;

/// Takes the output of a process on its way to a log.
///
/// Called by one thread at a time.
public interface OutputSink {
    /// Takes everything and does nothing with it.
    OutputSink NONE = bytes -> bytes.position(bytes.limit());

    /// Takes bytes. What it cannot take now, because the disk is full for example, it leaves in the
    /// buffer; the launcher then reads no more from the process, which waits when its pipe is full,
    /// and offers the rest again about once a second. Never throws for trouble with the log.
    ///
    /// @param bytes what the process wrote; taken from its position on. The buffer is the
    ///   launcher's, which uses it again after the call
    void write(ByteBuffer bytes);

    /// The process and all who inherited this output have closed it: nothing more comes.
    default void close() {}
}
