package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.internal.journal.Recovered;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// Where the supervisor writes its journal. It may be full, and it may have no more than the
/// beginning of the last write when the supervisor dies.
interface Disk extends AutoCloseable {
    // What is to be written, as to a journal.

    void remember(Remembered memory);

    void erase(int id);

    void launching(int id, Path keep);

    void launched(int id, String trace);

    /// Writes what is not written yet.
    ///
    /// @param memories all that is known now
    /// @return whether the disk knows the truth now
    boolean flush(Supplier<List<Remembered>> memories);

    /// The same, but the supervisor dies meanwhile.
    ///
    /// @return whether the disk knows the truth now
    boolean flushPartly(Supplier<List<Remembered>> memories);

    /// A new supervisor reads what the last one has left.
    Recovered read();

    boolean isFull();

    /// No more room.
    void fill();

    /// There is room again.
    void clear();

    @Override
    void close();
}
