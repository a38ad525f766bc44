package dev.taskmaster.internal.jdk;

import dev.taskmaster.launch.OutputSink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Moves the output of a process to its sink.
///
/// On a thread of the platform: reading from a pipe would occupy the carrier of a virtual one, of
/// which there are few.
final class Pump {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// A dead process's output is in its pipe: that nothing comes for so long means that a
    /// descendant holds the pipe open.
    private static final Duration QUIET = Duration.ofMillis(200);

    private final InputStream stream;
    private final OutputSink sink;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean started;
    private volatile long reads;
    private volatile boolean held;

    Pump(InputStream stream, OutputSink sink) {
        this.stream = stream;
        this.sink = sink;
    }

    void start(ThreadStarter threads) {
        threads.start(Thread.ofPlatform().daemon().name("taskmaster-output"), this::run);
        started = true;
    }

    void abandonUnlessStarted() {
        if (!started) {
            sink.close();
            done.countDown();
        }
    }

    private void run() {
        var bytes = new byte[BUFFER_BYTES];
        try (stream) {
            int count;
            while ((count = stream.read(bytes)) >= 0) {
                handOn(ByteBuffer.wrap(bytes, 0, count));
                reads++;
            }
        } catch (IOException e) {
            // The JDK closes a pipe that outlives its process: nothing more can be read from it.
        } catch (InterruptedException e) {
            // The launcher is closed while the sink is full.
        } finally {
            sink.close();
            done.countDown();
        }
    }

    private void handOn(ByteBuffer buffer) throws InterruptedException {
        sink.write(buffer);
        while (buffer.hasRemaining()) {
            held = true;
            Thread.sleep(RETRY);
            sink.write(buffer);
        }
        held = false;
    }

    /// Waits until what a dead process has written is handed on, or its sink takes no more.
    void awaitQuiet() throws InterruptedException {
        long before;
        do {
            before = reads;
        } while (!done.await(QUIET.toMillis(), TimeUnit.MILLISECONDS) && !held && reads != before);
    }
}
