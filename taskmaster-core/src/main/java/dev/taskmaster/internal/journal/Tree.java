package dev.taskmaster.internal.journal;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    // What is written is not made a tree of before: the journal tells of every step.

    static void writeNothing(Bytes out) {
        out.add('n');
    }

    static void writeWhole(long value, Bytes out) {
        out.add('w');
        out.addLong(value);
    }

    static void writeFraction(double value, Bytes out) {
        out.add('f');
        out.addLong(Double.doubleToLongBits(value));
    }

    static void writeText(String value, Bytes out) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        out.add('t');
        out.addInt(bytes.length);
        out.add(bytes);
    }

    /// Begins a sequence of so many values, which are to be written next.
    static void writeSequence(int values, Bytes out) {
        out.add('s');
        out.addInt(values);
    }

    /// Begins a record of so many fields; the name and the value of each are to be written next.
    ///
    /// @param name made by [#name], like those of the fields
    static void writeNamed(byte[] name, int fields, Bytes out) {
        out.add('r');
        out.add(name);
        out.addInt(fields);
    }

    /// {@return a name as it is written}
    static byte[] name(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
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
