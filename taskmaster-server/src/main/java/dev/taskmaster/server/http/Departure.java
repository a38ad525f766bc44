package dev.taskmaster.server.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

import java.io.IOException;

/// Interrupts the thread that writes an endless answer when the client goes away: nobody would
/// notice before the next byte is written, which may be never.
///
/// The connection serves nothing else after such an answer, so what the client sends is dropped.
final class Departure {
    private final EndPoint connection;
    private Thread thread;

    Departure(EndPoint connection, Thread thread) {
        this.connection = connection;
        this.thread = thread;
    }

    void watch() {
        connection.tryFillInterested(
                Callback.from(InvocationType.NON_BLOCKING, this::look, _ -> interrupt()));
    }

    private void look() {
        try {
            var buffer = BufferUtil.allocate(1024);
            int taken;
            while ((taken = connection.fill(buffer)) > 0) {
                BufferUtil.clear(buffer);
            }
            if (taken < 0) {
                interrupt();
            } else {
                watch();
            }
        } catch (IOException e) {
            interrupt();
        }
    }

    private synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// From now on nobody is interrupted.
    synchronized void ignore() {
        thread = null;
    }
}
