package dev.taskmaster.server.http;

import dev.taskmaster.server.http.Response.Stream;
import dev.taskmaster.server.http.Response.Whole;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Takes requests from Jetty, and sends it our answers. Each request has a thread of its own.
final class Bridge extends Handler.Abstract {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);
    private static final int PIECE_BYTES = 64 << 10;

    private final Reception reception;
    private final Limits limits;
    private final AtomicLong bodiesBytes = new AtomicLong();
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();

    Bridge(Reception reception, Limits limits) {
        this.reception = reception;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var meta = request.getConnectionMetaData();
        var connector = (SocketConnector) meta.getConnector();
        var connection = meta.getConnection().getEndPoint();
        // While an answer is made the client waits for us, and not we for the client.
        Request.addCompletionListener(request, _ -> connector.guard().waitFor(connection));
        request.addIdleTimeoutListener(_ -> false);
        answering.add(Thread.currentThread());
        try (var intake = new Intake(limits, bodiesBytes)) {
            var headers = new HashMap<String, String>();
            request.getHeaders()
                    .forEach(f -> headers.put(f.getName().toLowerCase(Locale.ROOT), f.getValue()));
            var answer =
                    reception.answer(
                            connector.endpoint().credentials(),
                            request.getMethod(),
                            String.valueOf(request.getHttpURI().getPathQuery()),
                            headers,
                            () -> {
                                var body = intake.receive(request);
                                connector.guard().received(connection);
                                return body;
                            });
            answer.headers().forEach(response.getHeaders()::put);
            response.setStatus(answer.status());
            switch (answer) {
                case Whole whole -> {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, whole.body().length);
                    Content.copy(pieces(whole.body()), response, callback);
                }
                case Stream stream -> stream(stream, request, response, connection, callback);
            }
            return true;
        } finally {
            answering.remove(Thread.currentThread());
        }
    }

    /// The JDK copies what it writes to a socket, all of it each time the socket takes some, and
    /// keeps a copy as large as the largest.
    private static Content.Source pieces(byte[] body) {
        var pieces = new ArrayList<ByteBuffer>();
        for (var at = 0; at < body.length; at += PIECE_BYTES) {
            pieces.add(ByteBuffer.wrap(body, at, Math.min(PIECE_BYTES, body.length - at)));
        }
        return new ByteBufferContentSource(pieces);
    }

    private void stream(
            Stream stream,
            Request request,
            Response response,
            EndPoint connection,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            // So that a client can tell an end from a breakdown.
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        if (request.getMethod().equals("HEAD")) {
            callback.succeeded();
            return;
        }
        var departure = new Departure(connection, Thread.currentThread());
        streaming.add(Thread.currentThread());
        try {
            Content.Sink.write(response, false, BufferUtil.EMPTY_BUFFER); // the head at least
            departure.watch();
            stream.body().writeTo(bytes -> Content.Sink.write(response, false, bytes));
            callback.succeeded();
        } catch (IOException | InterruptedException e) {
            callback.failed(e); // The client is gone, or the server is about to be.
        } catch (RuntimeException e) {
            Reception.LOG.log(Level.ERROR, () -> "cannot go on with " + request, e);
            callback.failed(e);
        } finally {
            departure.ignore();
            streaming.remove(Thread.currentThread());
        }
    }

    /// Ends streams, waits a second for answers that are being made, and then ends them too.
    void close() {
        streaming.forEach(Thread::interrupt);
        var deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
        for (var thread : answering) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        answering.forEach(Thread::interrupt);
    }

    /// Answers what Jetty itself refuses: what is not HTTP, or too large a head.
    static boolean refuse(Request request, Response response, Callback callback) {
        var text = response.getStatus() + " " + HttpStatus.getMessage(response.getStatus()) + "\n";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
