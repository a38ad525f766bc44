package dev.taskmaster.server.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// The body of one request, whose memory is counted until it is closed.
final class Intake implements AutoCloseable {
    private final Limits limits;
    private final AtomicLong bodiesBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /// @param bodiesBytes how large all bodies are together
    Intake(Limits limits, AtomicLong bodiesBytes) {
        this.limits = limits;
        this.bodiesBytes = bodiesBytes;
    }

    /// @throws HttpException if it is too large, or there are too many, or it does not come
    byte[] receive(Request request) throws HttpException {
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
            return body.toByteArray();
        } catch (IOException e) {
            throw new HttpException(408, "the request did not arrive");
        }
    }

    private HttpException tooLarge() {
        return new HttpException(
                413, "the request is larger than " + limits.bodyBytes() + " bytes");
    }

    @Override
    public void close() {
        bodiesBytes.addAndGet(-body.size());
    }
}
