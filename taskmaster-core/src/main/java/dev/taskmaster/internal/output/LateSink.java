package dev.taskmaster.internal.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A sink that is opened when the first bytes come, and again while that fails: that its log cannot
/// be opened is no reason to refuse a process that lives already.
public final class LateSink implements PipeSink {
    private final Opening opening;
    private final OutputSinks.Observer observer;
    private Optional<PipeSink> sink = Optional.empty();
    private boolean isHeld;

    /// Opens the sink.
    @FunctionalInterface
    public interface Opening {
        PipeSink open() throws IOException;
    }

    /// @param observer is told when output is held
    public LateSink(Opening opening, OutputSinks.Observer observer) {
        this.opening = opening;
        this.observer = observer;
    }

    private boolean isOpen() {
        if (sink.isEmpty()) {
            try {
                sink = Optional.of(opening.open());
            } catch (IOException e) {
                if (!isHeld) {
                    isHeld = true;
                    observer.held(e.getMessage());
                }
                return false;
            }
            if (isHeld) {
                observer.resumed();
            }
        }
        return true;
    }

    @Override
    public boolean take(PipeSource pipe) {
        return isOpen() && sink.orElseThrow().take(pipe);
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (isOpen()) {
            sink.orElseThrow().write(bytes);
        }
    }

    @Override
    public void close() {
        sink.ifPresent(PipeSink::close);
    }
}
