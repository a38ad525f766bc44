package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.internal.journal.Journal;
import dev.taskmaster.internal.journal.Recovered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/// A real journal in a real file, byte by byte.
final class RealDisk implements Disk {
    private static final String BOOT = "this start of the machine";

    private final Chance chance;
    private final Path folder;
    private final Path file;
    private final Path obstacle;
    private Journal journal;

    /// Whether the disk was full since the journal was last written anew.
    private boolean spoilt;

    RealDisk(Chance chance) {
        this.chance = chance;
        try {
            folder = Files.createTempDirectory("simulation");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = folder.resolve("journal");
        // Nothing can be written in place of a folder that is not empty.
        obstacle = folder.resolve("journal.new").resolve("obstacle");
        journal = Journal.in(folder, BOOT);
    }

    @Override
    public void remember(Remembered memory) {
        journal.remember(memory);
    }

    @Override
    public void erase(int id) {
        journal.erase(id);
    }

    @Override
    public void launching(int id, Path keep) {
        journal.launching(id, keep);
    }

    @Override
    public void launched(int id, String trace) {
        journal.launched(id, trace);
    }

    @Override
    public Recovered read() {
        try {
            journal.close();
            journal = Journal.in(folder, BOOT);
            return journal.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As [dev.taskmaster.internal.loop.Survival] does.
    @Override
    public boolean flush(Supplier<List<Remembered>> memories) {
        try {
            if (journal.isBehind() || spoilt && !isFull() || chance.of(0.02)) {
                journal.rewrite(memories.get());
                spoilt = false;
            } else {
                journal.flush();
            }
            return !spoilt;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean flushPartly(Supplier<List<Remembered>> memories) {
        if (journal.isBehind() || spoilt) {
            // What is written anew is there as a whole or not at all.
            return chance.of(0.5) && flush(memories);
        }
        try {
            var before = Files.size(file);
            journal.flush();
            var after = Files.size(file);
            var length = before + chance.upTo((int) (after - before));
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            return length == after;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean isFull() {
        return Files.exists(obstacle);
    }

    @Override
    public void fill() {
        try {
            Files.createDirectories(obstacle);
            journal.close();
            spoilt = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void clear() {
        try {
            Files.deleteIfExists(obstacle);
            Files.deleteIfExists(obstacle.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clear();
        try {
            journal.finish();
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
