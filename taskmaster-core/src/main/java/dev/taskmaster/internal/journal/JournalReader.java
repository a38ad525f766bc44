package dev.taskmaster.internal.journal;

import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.spec.ProcessSpec;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Reads a journal, whatever has become of it: what can be read counts, and what cannot is told.
///
/// What was written at once stands in one frame, with one checksum, and counts as a whole or not at
/// all. A frame that is cut off at the end of the file was being written when the supervisor died:
/// what it was to tell had not been acted upon, so it is no problem.
final class JournalReader {
    /// The version of the format. Other fields in a record need no other version.
    static final int VERSION = 1;

    private final Path file;
    private final String boot;
    private final Shapes shapes;
    private final Map<Integer, Partial> processes = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private static final class Partial {
        private Optional<ProcessSpec> spec = Optional.empty();
        private Optional<Remembered.Life> life = Optional.empty();
        private String keep = "";
        private String trace = "";
    }

    JournalReader(Path file, String boot, Shapes shapes) {
        this.file = file;
        this.boot = boot;
        this.shapes = shapes;
    }

    Recovered read(byte[] bytes) {
        var rest = ByteBuffer.wrap(bytes);
        if (!isOurs(rest)) {
            problems.add(
                    file
                            + " is not a journal of this version of Taskmaster: nothing of it is used");
            return result();
        }
        if (!sameBoot(rest)) {
            return new Recovered(List.of(), List.copyOf(problems));
        }
        while (rest.remaining() >= Journal.FRAME_BYTES) {
            var at = rest.position();
            var length = rest.getInt();
            var complement = rest.getInt();
            var crc = rest.getInt();
            if (length < 0 || length != ~complement) {
                problem(at, "has a damaged length; what follows is lost");
                return result();
            }
            if (length > rest.remaining()) {
                return result();
            }
            var frame = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            if (checksum(frame) != crc) {
                problem(at, "is damaged; what was written there is left out");
                continue;
            }
            take(frame, at);
        }
        return result();
    }

    private void take(ByteBuffer frame, int at) {
        try {
            var records = input(frame);
            while (records.available() > 0) {
                take(records, at);
            }
        } catch (IOException e) {
            problem(at, "has records that cannot be read, which are left out: " + e.getMessage());
        }
    }

    private void take(DataInputStream records, int at) throws IOException {
        var letter = records.readByte();
        var id = records.readInt();
        var tree = Tree.read(records);
        try {
            take(letter, id, tree);
        } catch (UnreadableException e) {
            problem(at, "has a record that cannot be read, which is left out: " + e.getMessage());
        }
    }

    private void problem(int at, String what) {
        problems.add("%s, byte %d: %s".formatted(file, at, what));
    }

    private static boolean isOurs(ByteBuffer bytes) {
        return bytes.remaining() >= Journal.FRAME_BYTES + 5
                && bytes.get(Journal.FRAME_BYTES) == Journal.Kind.HEADER.letter
                && bytes.getInt(Journal.FRAME_BYTES + 1) == VERSION;
    }

    private boolean sameBoot(ByteBuffer bytes) {
        try {
            var length = bytes.getInt();
            var header = bytes.slice(Journal.FRAME_BYTES, length);
            if (length == ~bytes.getInt() && checksum(header) == bytes.getInt()) {
                bytes.position(Journal.FRAME_BYTES + header.remaining());
                return Tree.read(input(header.position(5))).equals(new Tree.Text(boot));
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            // Told below.
        }
        problem(0, "has a damaged beginning: nothing of it is used");
        return false;
    }

    private static int checksum(ByteBuffer record) {
        var crc = new CRC32C();
        crc.update(record.duplicate());
        return (int) crc.getValue();
    }

    private static DataInputStream input(ByteBuffer bytes) {
        return new DataInputStream(
                new ByteArrayInputStream(
                        bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
    }

    private void take(byte letter, int id, Tree tree) throws IOException {
        var it = processes.computeIfAbsent(id, _ -> new Partial());
        switch (letter) {
            case 'S' -> it.spec = Optional.of(shapes.value(ProcessSpec.class, tree));
            case 'L' -> it.life = Optional.of(shapes.value(Remembered.Life.class, tree));
            case 'K' -> {
                it.keep = shapes.value(String.class, tree);
                it.trace = "";
            }
            case 'T' -> it.trace = shapes.value(String.class, tree);
            case 'E' -> processes.remove(id);
            default -> throw new UnreadableException("unknown kind of record: " + letter);
        }
    }

    private Recovered result() {
        var left = new ArrayList<Recovered.Left>();
        processes.forEach(
                (id, it) -> {
                    if (it.spec.isPresent() && it.life.isPresent()) {
                        var memory = new Remembered(id, it.spec.get(), it.life.get());
                        var keep = Optional.of(it.keep).filter(k -> !k.isEmpty()).map(Path::of);
                        left.add(new Recovered.Left(memory, keep, it.trace));
                    } else {
                        problems.add(
                                file + ": too little is known of process " + id + " to take it up");
                    }
                });
        return new Recovered(List.copyOf(left), List.copyOf(problems));
    }
}
