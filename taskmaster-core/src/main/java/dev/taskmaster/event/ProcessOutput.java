package dev.taskmaster.event;

import dev.taskmaster.spec.ProcessName;

import java.time.Instant;

/// Something that a process wrote, for those who listen to it.
///
/// @param at when it was read
/// @param name the process
/// @param pid its process id
/// @param channel where it wrote it
/// @param bytes what it wrote; not to be changed
/// @param captured whether it stood between the marks of supervisord's capture mode, and is all
///   that did; otherwise it is one piece of a stream
public record ProcessOutput(
        Instant at, ProcessName name, long pid, Channel channel, byte[] bytes, boolean captured) {

    /// One of the two outputs of a process.
    public enum Channel {
        STDOUT,
        STDERR
    }
}
