package dev.taskmaster.internal.journal;

import dev.taskmaster.internal.engine.Remembered;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The journal of one supervisor. Belongs to the loop's thread.
///
/// What is added is written by [#flush], all at once. What cannot be written, because the disk is
/// full for example, makes the journal [#isBehind] the truth, until it is written anew.
public final class Journal implements Closeable {
    /// It is written anew when it has grown to twice what it was then, and by this.
    private static final int GROWTH_BYTES = 4 << 20;

    /// Before what belongs together: its length, the complement of that, and the checksum. So what
    /// was not written to its end is told from what has a damaged length.
    static final int FRAME_BYTES = 12;

    private static final byte[] NO_HEAD = new byte[FRAME_BYTES];

    private final Path file;
    private final String boot;
    private final Shapes shapes = new Shapes();
    private final Map<Integer, Known> known = new HashMap<>();
    private final Bytes added = new Bytes();

    /// Where in that the frame of the step in hand begins.
    private long frame;

    private FileChannel channel;
    private long size;
    private long sizeWhenNew;

    /// At first too: what is there is what an earlier supervisor has written.
    private boolean behind = true;

    /// What the file says of a process, beside its life.
    private static final class Known {
        private Object spec;
        private String keep = "";
        private String trace = "";
    }

    private Journal(Path file, String boot) {
        this.file = file;
        this.boot = boot;
    }

    /// @param folder where it is
    /// @param boot what tells this start of the machine from every other
    public static Journal in(Path folder, String boot) {
        return new Journal(folder.resolve("journal"), boot);
    }

    /// {@return what an earlier supervisor has left} The file stays as it is until [#rewrite].
    ///
    /// @throws IOException if it is there but cannot be read
    public Recovered read() throws IOException {
        if (!Files.exists(file)) {
            return Recovered.NOTHING;
        }
        var recovered = new JournalReader(file, boot, shapes).read(Files.readAllBytes(file));
        for (var left : recovered.left()) {
            var it = known(left.memory().id());
            it.keep = left.keep().map(Path::toString).orElse("");
            it.trace = left.trace();
        }
        return recovered;
    }

    private Known known(int id) {
        return known.computeIfAbsent(id, _ -> new Known());
    }

    /// A process is known like this from now on.
    public void remember(Remembered memory) {
        var it = known(memory.id());
        if (it.spec != memory.spec()) {
            add(Kind.SPEC, memory.id(), memory.spec());
            it.spec = memory.spec();
        }
        add(Kind.LIFE, memory.id(), memory.life());
    }

    /// A process is about to be launched, or taken up.
    ///
    /// @param keep what the launch is kept by
    public void launching(int id, Path keep) {
        var it = known(id);
        it.keep = keep.toString();
        it.trace = "";
        add(Kind.KEEP, id, it.keep);
    }

    /// A process was launched.
    ///
    /// @param trace what finds it again
    public void launched(int id, String trace) {
        var it = known(id);
        if (!it.trace.equals(trace)) {
            it.trace = trace;
            add(Kind.TRACE, id, trace);
        }
    }

    /// Nothing needs to be known of a process any more.
    public void erase(int id) {
        if (known.remove(id) != null) {
            add(Kind.ERASED, id, Optional.empty());
        }
    }

    private void add(Kind kind, int id, Object value) {
        if (!behind) {
            write(kind, id, value);
        }
    }

    private void write(Kind kind, int id, Object value) {
        if (added.end() == frame) {
            added.add(NO_HEAD);
        }
        added.add(kind.letter);
        added.addInt(id);
        shapes.write(value, added);
    }

    /// Puts a head before what was added since the last time, so that it is read as a whole or not
    /// at all.
    public void endStep() {
        if (added.end() == frame) {
            return;
        }
        var start = frame + FRAME_BYTES;
        var length = (int) (added.end() - start);
        added.set(frame, length);
        added.set(frame + 4, ~length);
        added.set(frame + 8, added.checksum(start));
        frame = added.end();
    }

    /// Writes what was added since the last time.
    ///
    /// @throws IOException if it cannot be written; it is behind from now on
    public void flush() throws IOException {
        endStep();
        if (added.isEmpty()) {
            return;
        }
        try {
            append(added.all());
        } catch (IOException e) {
            behind = true;
            throw e;
        } finally {
            clear();
        }
    }

    private void clear() {
        added.clear();
        frame = added.end();
    }

    private void append(ByteBuffer bytes) throws IOException {
        var at = size;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        size = at;
    }

    /// {@return whether what was added lately could not be written}
    public boolean isBehind() {
        return behind;
    }

    /// {@return whether it is time to write it anew, for its size}
    public boolean isLong() {
        return size > 2 * sizeWhenNew + GROWTH_BYTES;
    }

    /// {@return the file}
    public Path file() {
        return file;
    }

    /// Writes the journal anew: what is known now, and nothing of what was.
    ///
    /// @throws IOException if it cannot be written; the old one stays, and it is behind
    public void rewrite(List<Remembered> memories) throws IOException {
        behind = false;
        clear();
        known.values().forEach(it -> it.spec = null);
        write(Kind.HEADER, JournalReader.VERSION, boot);
        endStep();
        for (var memory : memories) {
            remember(memory);
            var it = known(memory.id());
            if (!it.keep.isEmpty()) {
                add(Kind.KEEP, memory.id(), it.keep);
            }
            if (!it.trace.isEmpty()) {
                add(Kind.TRACE, memory.id(), it.trace);
            }
            endStep();
        }
        try {
            replace();
        } catch (IOException e) {
            behind = true;
            throw e;
        }
    }

    private void replace() throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var opened =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        var old = channel;
        var oldSize = size;
        channel = opened;
        size = 0;
        try {
            append(added.all());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            opened.close();
            channel = old;
            size = oldSize;
            throw e;
        } finally {
            clear();
        }
        sizeWhenNew = size;
        if (old != null) {
            old.close();
        }
    }

    /// The supervisor has ended in order: nothing is left for another.
    public void finish() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    /// Ends the use of the file, which stays.
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /// What a record tells.
    enum Kind {
        /// Of the file: its version in place of a process, and the start of the machine.
        HEADER('H'),
        SPEC('S'),
        LIFE('L'),
        KEEP('K'),
        TRACE('T'),
        ERASED('E');

        final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }
}
