package dev.taskmaster.cli.control;

import dev.taskmaster.cli.control.http.Answer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A log that is followed: the next daemon goes on after the last byte that came from this one.
final class RemoteLog implements RemoteFollowing.Stream {
    private final Opening opening;
    private final String path;
    private final Consumer<ByteBuffer> reader;
    private String from;
    private long read;

    /// @param path of the log
    /// @param bytes how much of its end is read first
    RemoteLog(Opening opening, String path, long bytes, Consumer<ByteBuffer> reader) {
        this.opening = opening;
        this.path = path;
        this.reader = reader;
        this.from = "bytes=" + bytes;
    }

    /// Asks for something, and has it refused by an exception.
    @FunctionalInterface
    interface Opening {
        Answer open(String path) throws IOException;
    }

    @Override
    public Answer open() throws IOException {
        var answer = opening.open(path + "?follow=true&" + from + "&read=" + read);
        var place = answer.header("log-place").orElse("");
        from = "from=" + URLEncoder.encode(place, StandardCharsets.UTF_8);
        read = 0;
        return answer;
    }

    @Override
    public void read(InputStream body) throws IOException {
        var buffer = new byte[8192];
        for (int count; (count = body.read(buffer)) >= 0; ) {
            read += count;
            reader.accept(ByteBuffer.wrap(buffer, 0, count));
        }
    }
}
