package dev.taskmaster.internal.loop;

import dev.taskmaster.launch.OutputSink;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/// A sink that is opened when the first bytes come, and again and again while that fails: the log
/// of a process that lives already cannot be a reason to refuse it.
final class LateSink implements OutputSink {
    private static final System.Logger LOG = System.getLogger(LateSink.class.getPackageName());

    private final Opening opening;
    private OutputSink sink;
    private boolean told;

    @FunctionalInterface
    interface Opening {
        OutputSink open() throws IOException;
    }

    LateSink(Opening opening) {
        this.opening = opening;
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (sink == null) {
            try {
                sink = opening.open();
            } catch (IOException e) {
                if (!told) {
                    told = true;
                    LOG.log(Level.WARNING, "output is held: {0}", e.getMessage());
                }
                return;
            }
        }
        sink.write(bytes);
    }

    @Override
    public void close() {
        if (sink != null) {
            sink.close();
        }
    }
}
