package dev.taskmaster.internal.journal;

import dev.taskmaster.internal.engine.Remembered;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What an earlier supervisor has left.
///
/// @param left what it knew; empty if it ended in order, or the machine has started anew since
/// @param problems what could not be read, for people
public record Recovered(List<Left> left, List<String> problems) {
    static final Recovered NOTHING = new Recovered(List.of(), List.of());

    /// One process.
    ///
    /// @param memory what the engine knew of it
    /// @param keep what its last launch was kept by; empty if it had none
    /// @param trace what finds it again; empty if that was not known yet
    public record Left(Remembered memory, Optional<Path> keep, String trace) {}
}
