package dev.taskmaster.internal.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value that tells what it is, so that a version with other fields can read it: what it does not
/// know it passes over.
sealed interface Tree {
    /// Nothing, as in an empty [java.util.Optional].
    record Nothing() implements Tree {}

    /// A whole number, or a boolean as 0 or 1.
    record Whole(long value) implements Tree {}

    record Fraction(double value) implements Tree {}

    record Text(String value) implements Tree {}

    record Sequence(List<Tree> values) implements Tree {}

    /// A record of this simple name.
    record Named(String name, Map<String, Tree> fields) implements Tree {}

    /// No record holds more of anything: what says so is no record of ours.
    int LENGTH_MAX = 16 << 20;

    /// As deep as anything may nest.
    int DEPTH_MAX = 32;

    static void write(Tree tree, DataOutput out) throws IOException {
        switch (tree) {
            case Nothing() -> out.writeByte('n');
            case Whole(var value) -> {
                out.writeByte('w');
                out.writeLong(value);
            }
            case Fraction(var value) -> {
                out.writeByte('f');
                out.writeDouble(value);
            }
            case Text(var value) -> {
                out.writeByte('t');
                writeText(value, out);
            }
            case Sequence(var values) -> {
                out.writeByte('s');
                out.writeInt(values.size());
                for (var value : values) {
                    write(value, out);
                }
            }
            case Named(var name, var fields) -> {
                out.writeByte('r');
                writeText(name, out);
                out.writeInt(fields.size());
                for (var field : fields.entrySet()) {
                    writeText(field.getKey(), out);
                    write(field.getValue(), out);
                }
            }
        }
    }

    private static void writeText(String text, DataOutput out) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// @throws IOException if it ends too early, or is not a tree
    static Tree read(DataInput in) throws IOException {
        return read(in, DEPTH_MAX);
    }

    private static Tree read(DataInput in, int depth) throws IOException {
        if (depth == 0) {
            throw new UnreadableException("nested too deeply");
        }
        var kind = in.readByte();
        return switch (kind) {
            case 'n' -> new Nothing();
            case 'w' -> new Whole(in.readLong());
            case 'f' -> new Fraction(in.readDouble());
            case 't' -> new Text(readText(in));
            case 's' -> {
                var count = readLength(in);
                var values = new ArrayList<Tree>();
                for (var i = 0; i < count; i++) {
                    values.add(read(in, depth - 1));
                }
                yield new Sequence(values);
            }
            case 'r' -> {
                var name = readText(in);
                var count = readLength(in);
                var fields = new LinkedHashMap<String, Tree>();
                for (var i = 0; i < count; i++) {
                    fields.put(readText(in), read(in, depth - 1));
                }
                yield new Named(name, fields);
            }
            default -> throw new UnreadableException("unknown kind of value: " + kind);
        };
    }

    private static String readText(DataInput in) throws IOException {
        var bytes = new byte[readLength(in)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int readLength(DataInput in) throws IOException {
        var length = in.readInt();
        if (length < 0 || length > LENGTH_MAX) {
            throw new UnreadableException("impossible length " + length);
        }
        return length;
    }
}
