package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.internal.journal.Recovered;
import dev.taskmaster.internal.journal.Recovered.Left;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What a journal is to be, without one: fast.
final class ModelDisk implements Disk {
    private final Chance chance;
    private final Map<Integer, Left> written = new TreeMap<>();
    private final List<Runnable> pending = new ArrayList<>();
    private boolean full;

    ModelDisk(Chance chance) {
        this.chance = chance;
    }

    @Override
    public void remember(Remembered memory) {
        pending.add(
                () ->
                        written.merge(
                                memory.id(),
                                new Left(memory, Optional.empty(), ""),
                                (old, _) -> new Left(memory, old.keep(), old.trace())));
    }

    @Override
    public void erase(int id) {
        pending.add(() -> written.remove(id));
    }

    @Override
    public void launching(int id, Path keep) {
        found(id, Optional.of(keep), "");
    }

    @Override
    public void launched(int id, String trace) {
        found(id, Optional.empty(), trace);
    }

    private void found(int id, Optional<Path> keep, String trace) {
        pending.add(
                () ->
                        written.computeIfPresent(
                                id, (_, old) -> new Left(old.memory(), keep.or(old::keep), trace)));
    }

    @Override
    public boolean flush(Supplier<List<Remembered>> memories) {
        if (!full) {
            pending.forEach(Runnable::run);
            pending.clear();
        }
        return !full;
    }

    @Override
    public boolean flushPartly(Supplier<List<Remembered>> memories) {
        return chance.of(0.5) && flush(memories);
    }

    @Override
    public Recovered read() {
        pending.clear();
        return new Recovered(List.copyOf(written.values()), List.of());
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void fill() {
        full = true;
    }

    @Override
    public void clear() {
        full = false;
    }

    @Override
    public void close() {}
}
