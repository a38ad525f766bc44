package dev.taskmaster.internal.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Bytes in memory, which grows as they become more: what is about to be written.
///
/// A place is the number of bytes added before it since the beginning, also of those that are
/// [gone][#clear], so that it never comes to stand for something else.
final class Bytes {
    private static final int ROOM = 1 << 10;

    /// Memory for more is given back when it is empty.
    private static final int ROOM_KEPT_MAX = 64 << 10;

    private byte[] bytes = new byte[ROOM];
    private int size;
    private long gone;

    boolean isEmpty() {
        return size == 0;
    }

    /// {@return the place behind the last byte}
    long end() {
        return gone + size;
    }

    void clear() {
        gone += size;
        size = 0;
        if (bytes.length > ROOM_KEPT_MAX) {
            bytes = new byte[ROOM];
        }
    }

    void add(int one) {
        makeRoom(1);
        bytes[size++] = (byte) one;
    }

    void addInt(int value) {
        makeRoom(Integer.BYTES);
        put(size, value);
        size += Integer.BYTES;
    }

    void addLong(long value) {
        addInt((int) (value >> Integer.SIZE));
        addInt((int) value);
    }

    void add(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /// Adds once more what was added there.
    ///
    /// @return false if that is gone
    boolean addAgain(long from, long to) {
        if (from < gone) {
            return false;
        }
        var length = (int) (to - from);
        makeRoom(length);
        System.arraycopy(bytes, (int) (from - gone), bytes, size, length);
        size += length;
        return true;
    }

    /// Puts a number over what was added there.
    void set(long place, int value) {
        put((int) (place - gone), value);
    }

    private void put(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    private void makeRoom(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /// {@return the checksum of what was added from there on}
    int checksum(long from) {
        var crc = new CRC32C();
        crc.update(bytes, (int) (from - gone), (int) (end() - from));
        return (int) crc.getValue();
    }

    /// {@return all that is there, good until something is added or cleared}
    ByteBuffer all() {
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
