package dev.taskmaster.internal.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file as the JDK opens it, where native access is denied or the system is not Linux.
record ChannelFile(FileChannel channel) implements OpenFile {
    static ChannelFile open(Path path) throws IOException {
        return new ChannelFile(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int write(ByteBuffer bytes, int count) throws IOException {
        var limit = bytes.limit();
        try {
            return channel.write(bytes.limit(bytes.position() + count));
        } finally {
            bytes.limit(limit);
        }
    }

    @Override
    public int splice(int pipe, int count) {
        return -1;
    }

    @Override
    public void truncate() throws IOException {
        channel.truncate(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
