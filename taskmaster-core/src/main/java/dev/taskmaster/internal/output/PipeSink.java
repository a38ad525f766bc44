package dev.taskmaster.internal.output;

import dev.taskmaster.launch.OutputSink;

/// A sink that can take bytes straight from the pipe that a process writes to.
public interface PipeSink extends OutputSink {
    /// Whether it can at all; otherwise it is written to.
    default boolean takesPipes() {
        return true;
    }

    /// Takes what is in the pipe. What stays there has to wait for the rest of its line, or for the
    /// trouble to end.
    ///
    /// @return whether there is no trouble; if there is, it is to be called again in about a second
    boolean take(PipeSource pipe);
}
