package dev.taskmaster.cli.control.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Sends requests to one address, each over a connection of its own.
///
/// Any thread may call. Interrupting one ends its request with a
/// [java.nio.channels.ClosedByInterruptException].
///
/// @param address where to
public record HttpClient(Address address) {
    private static final byte[] NOTHING = {};

    /// Has the JVM get ready for unix sockets, of clients or of a server. It looks for providers
    /// and random numbers before the first, which takes about as long as to find out where it is to
    /// be; so call this on a thread beside that which does.
    public static void prepare() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (IOException | UnsupportedOperationException e) {
            // Whoever needs one finds out.
        }
    }

    /// Asks for something.
    ///
    /// @param target path and query
    /// @return the answer, which must be closed
    /// @throws ConnectException if nobody listens there
    /// @throws IOException if the connection breaks or the answer is not HTTP
    public Answer get(String target) throws IOException {
        return send("GET", target, NOTHING);
    }

    /// Sends JSON.
    ///
    /// @param target path and query
    /// @return the answer, which must be closed
    /// @throws ConnectException if nobody listens there
    /// @throws IOException if the connection breaks or the answer is not HTTP
    public Answer post(String target, String json) throws IOException {
        return send("POST", target, json.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String method, String target, byte[] body) throws IOException {
        var channel = connect();
        try {
            var head = head(method, target, body).getBytes(StandardCharsets.ISO_8859_1);
            write(channel, ByteBuffer.wrap(head));
            write(channel, ByteBuffer.wrap(body));
            return Answer.read(Channels.newInputStream(channel), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel connect() throws IOException {
        try {
            return SocketChannel.open(address.socketAddress());
        } catch (java.nio.channels.UnresolvedAddressException e) {
            throw new ConnectException("unknown host " + address.tcpHost());
        }
    }

    private String head(String method, String target, byte[] body) {
        var head =
                new StringBuilder()
                        .append(method + " " + target + " HTTP/1.1\r\n")
                        .append("Host: " + address.host() + "\r\n")
                        .append("Connection: close\r\n");
        address.credentials()
                .ifPresent(c -> head.append("Authorization: Basic " + base64(c) + "\r\n"));
        if (method.equals("POST")) {
            head.append("Content-Type: application/json\r\n");
            head.append("Content-Length: " + body.length + "\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
