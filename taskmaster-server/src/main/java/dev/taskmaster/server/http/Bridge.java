package dev.taskmaster.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Takes requests from Jetty, hands them to our handler, and sends its answers.
final class Bridge extends Handler.Abstract {
    static final System.Logger LOG = System.getLogger("dev.taskmaster.server.http");
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final dev.taskmaster.server.http.Handler handler;
    private final Limits limits;
    private final AtomicLong bodiesBytes = new AtomicLong();
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();

    Bridge(dev.taskmaster.server.http.Handler handler, Limits limits) {
        this.handler = handler;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var meta = request.getConnectionMetaData();
        var connector = (SocketConnector) meta.getConnector();
        var connection = meta.getConnection().getEndPoint();
        // While an answer is made the client waits for us, and not we for the client.
        Request.addCompletionListener(request, _ -> connector.guard().waitFor(connection));
        request.addIdleTimeoutListener(_ -> false);
        answering.add(Thread.currentThread());
        try {
            var answer = answer(request, connector, connection);
            answer.headers().forEach(response.getHeaders()::put);
            response.setStatus(answer.status());
            switch (answer) {
                case dev.taskmaster.server.http.Response.Whole whole -> {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, whole.body().length);
                    response.write(true, ByteBuffer.wrap(whole.body()), callback);
                }
                case dev.taskmaster.server.http.Response.Stream stream ->
                        stream(stream, request, response, connection, callback);
            }
            return true;
        } finally {
            answering.remove(Thread.currentThread());
        }
    }

    private dev.taskmaster.server.http.Response answer(
            Request request, SocketConnector connector, EndPoint connection) {
        try {
            var headers = new HashMap<String, String>();
            request.getHeaders()
                    .forEach(f -> headers.put(f.getName().toLowerCase(Locale.ROOT), f.getValue()));
            var credentials = connector.endpoint().credentials();
            if (credentials.isPresent()
                    && !BasicAuth.isKnown(credentials.get(), headers.get("authorization"))) {
                return BasicAuth.REFUSAL;
            }
            CrossOrigin.check(request.getMethod(), headers);
            var uri = request.getHttpURI();
            var query = uri.getQuery() == null ? "" : uri.getQuery();
            var body = new ByteArrayOutputStream();
            try {
                receive(request, body);
                connector.guard().received(connection);
                return handler.handle(
                        new dev.taskmaster.server.http.Request(
                                request.getMethod(),
                                uri.getPath() == null ? "" : uri.getPath(),
                                Map.of(),
                                Escapes.parameters(query),
                                headers,
                                body.toByteArray()));
            } finally {
                bodiesBytes.addAndGet(-body.size());
            }
        } catch (HttpException e) {
            return error(e.status(), e.getMessage()).with(e.headers());
        } catch (InterruptedException e) {
            return error(503, "the server ends");
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "cannot answer " + request.getMethod() + " " + request.getHttpURI(),
                    e);
            return error(500, "internal error, see the log of the supervisor");
        }
    }

    private static dev.taskmaster.server.http.Response error(int status, String message) {
        var answer = dev.taskmaster.server.http.Response.text(status, message + "\n");
        // What is left of a body that was not taken is not the next request.
        return status == 408 || status == 413 || status == 503
                ? answer.with("Connection", "close")
                : answer;
    }

    private void receive(Request request, ByteArrayOutputStream body) throws HttpException {
        if (request.getLength() > limits.bodyBytes()) {
            throw tooLarge();
        }
        try (var in = Content.Source.asInputStream(request)) {
            var buffer = new byte[8192];
            for (int n; (n = in.read(buffer)) >= 0; ) {
                if (body.size() + n > limits.bodyBytes()) {
                    throw tooLarge();
                }
                body.write(buffer, 0, n);
                if (bodiesBytes.addAndGet(n) > limits.bodiesBytes()) {
                    throw new HttpException(503, "too many large requests at once, try again");
                }
            }
        } catch (IOException e) {
            throw new HttpException(408, "the request did not arrive");
        }
    }

    private HttpException tooLarge() {
        return new HttpException(
                413, "the request is larger than " + limits.bodyBytes() + " bytes");
    }

    private void stream(
            dev.taskmaster.server.http.Response.Stream stream,
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
        var gone = new Departure(connection, Thread.currentThread());
        streaming.add(Thread.currentThread());
        try {
            Content.Sink.write(response, false, BufferUtil.EMPTY_BUFFER); // the head at least
            gone.watch();
            stream.body().writeTo(bytes -> Content.Sink.write(response, false, bytes));
            callback.succeeded();
        } catch (IOException | InterruptedException e) {
            callback.failed(e); // The client is gone, or the server is about to be.
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "cannot go on with " + request, e);
            callback.failed(e);
        } finally {
            gone.ignore();
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
