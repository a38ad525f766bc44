package dev.taskmaster.server.http;

import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A client that sends what it is told to, byte by byte, be it HTTP or not.
public final class RawClient implements Closeable {
    private final SocketChannel channel;
    private final InputStream in;

    private RawClient(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    public static RawClient connect(Endpoint endpoint) throws IOException {
        return new RawClient(
                switch (endpoint) {
                    case UnixSocket socket ->
                            SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
                    case TcpPort port ->
                            SocketChannel.open(new InetSocketAddress("127.0.0.1", port.port()));
                });
    }

    /// An answer.
    public record Answer(int status, Map<String, String> headers, byte[] bytes) {
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// One request on a connection of its own.
    public static Answer ask(Endpoint endpoint, String request) throws IOException {
        try (var client = connect(endpoint)) {
            client.send(request);
            return client.answer();
        }
    }

    public static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    public static String post(String path, String body) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Sends no more.
    public void end() throws IOException {
        channel.shutdownOutput();
    }

    /// Reads a line, without its end; or what there is if the server closes.
    public String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) >= 0 && b != '\n'; ) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /// Reads the head of an answer.
    public Answer head() throws IOException {
        var status = line().split(" ");
        if (status.length < 2) {
            throw new IOException("the server closed without an answer");
        }
        var headers = new LinkedHashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status[1]), headers, new byte[0]);
    }

    /// Reads an answer whose length is known, or that ends with the connection.
    public Answer answer() throws IOException {
        var head = head();
        var length = head.headers().get("content-length");
        var bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new Answer(head.status(), head.headers(), bytes);
    }

    /// Reads a piece of a chunked answer.
    public String chunk() throws IOException {
        var line = line();
        var size = line.isEmpty() ? line() : line; // the end of the piece before comes with this
        var bytes = in.readNBytes(Integer.parseInt(size, 16));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// {@return whether the server has closed the connection; waits for it, or for more}
    public boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
