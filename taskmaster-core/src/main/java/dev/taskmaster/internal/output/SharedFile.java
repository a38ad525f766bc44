package dev.taskmaster.internal.output;

import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// One log file and those who write to it. See [OutputSinks] for the rules they share it by.
///
/// Its lock guards the file and everything of its writers but for `isHeld` and `isClosed`, which
/// belong to the thread that uses the writer.
final class SharedFile {
    private static final System.Logger LOG = System.getLogger("dev.taskmaster.output");
    private static final int KEPT_BYTES_MAX = 64 << 10;

    private final Path path;
    private final OpenFile.Opening opening;
    private final boolean expectsOthers;

    /// Open while it has writers; null before it has any.
    private RotatingFile file;

    private int writers;

    /// Who wrote last, and may have left a line without its end; null if that does not matter.
    private Writer last;

    /// @param expectsOthers whether the first writer is not the only one for long: its lines are
    ///   kept whole from the beginning, so that none is cut where a supervisor dies and another
    ///   goes on
    SharedFile(Path path, OpenFile.Opening opening, boolean expectsOthers) {
        this.path = path;
        this.opening = opening;
        this.expectsOthers = expectsOthers;
    }

    /// @param onClose is called once the writer is closed
    /// @throws IOException if there is no writer yet, and the file cannot be opened
    synchronized Writer attach(Rotation rotation, OutputSinks.Observer observer, Runnable onClose)
            throws IOException {
        if (file == null) {
            file = RotatingFile.open(path, opening, rotation);
        } else {
            file.configure(rotation);
        }
        writers++;
        return new Writer(observer, onClose);
    }

    synchronized void configure(Rotation rotation) {
        if (file != null) {
            file.configure(rotation);
        }
    }

    synchronized void reopen() throws IOException {
        if (file != null) {
            file.reopen();
        }
    }

    /// Nobody writes any more, and nobody will.
    synchronized void close() {
        if (file != null) {
            file.close();
        }
    }

    private synchronized Optional<String> write(Writer writer, Source source) {
        writer.trouble = appendLines(writer, source);
        return writer.trouble;
    }

    private Optional<String> appendLines(Writer writer, Source source) {
        var trouble = Optional.<String>empty();
        while (trouble.isEmpty() && source.remaining() > 0) {
            var count = writers > 1 || expectsOthers ? wholeLines(source) : source.remaining();
            if (count == 0 && !isWithinLineOf(writer) && writer.keep(source)) {
                return trouble;
            }
            trouble = appendKept(writer);
            if (trouble.isEmpty()) {
                // No line end: more of a line that the file has a part of, or one too long to keep.
                trouble = append(writer, source, count == 0 ? source.remaining() : count);
            }
        }
        return trouble;
    }

    /// Where the supervisor is killed while bytes go to a file, the kernel stops between two pages
    /// of that. So no more lines go at once than fit into one, but for a line that does not.
    ///
    /// @return how many bytes of lines are to go next; 0 if there is no whole line
    private int wholeLines(Source source) {
        var fitting = source.lastLineEnd(file.untilPage());
        return fitting > 0 ? fitting : Math.max(0, source.lineEnd(1));
    }

    private boolean isWithinLineOf(Writer writer) {
        return last == writer && !file.endsLine();
    }

    private Optional<String> appendKept(Writer writer) {
        var kept = writer.kept.flip();
        try {
            return append(writer, new BufferSource(kept), kept.remaining());
        } finally {
            kept.compact();
        }
    }

    private Optional<String> append(Writer writer, Source source, int count) {
        if (count == 0) {
            return Optional.empty();
        }
        var trouble = endLineOfOthers(writer);
        if (trouble.isPresent()) {
            return trouble;
        }
        var before = source.remaining();
        trouble = file.write(source, count);
        if (source.remaining() < before) {
            last = writer;
        }
        return trouble;
    }

    private Optional<String> endLineOfOthers(Writer writer) {
        if (last == null || last == writer || file.endsLine()) {
            return Optional.empty();
        }
        if (last.trouble.isPresent()) {
            // Its line was cut off by the trouble and is offered again within a second: it goes
            // first, so that the line becomes whole.
            return last.trouble;
        }
        return file.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }

    private synchronized void detach(Writer writer) {
        var trouble = appendKept(writer);
        if (trouble.isPresent()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                            "lost %d bytes of the last line of a process: %s"
                                    .formatted(writer.kept.position(), trouble.get()));
        }
        writer.trouble = Optional.empty();
        writers--;
        if (writers == 0) {
            // Nobody is left to share with: who comes next goes on where this one ended.
            last = null;
        }
    }

    /// The sink of one process.
    final class Writer implements PipeSink {
        private final OutputSinks.Observer observer;
        private final Runnable onClose;
        private ByteBuffer kept = ByteBuffer.allocate(0);
        private Optional<String> trouble = Optional.empty();
        private boolean isHeld;
        private boolean isClosed;

        private Writer(OutputSinks.Observer observer, Runnable onClose) {
            this.observer = observer;
            this.onClose = onClose;
        }

        @Override
        public void write(ByteBuffer bytes) {
            append(new BufferSource(bytes));
        }

        @Override
        public boolean take(PipeSource pipe) {
            return append(pipe);
        }

        private boolean append(Source source) {
            if (isClosed) {
                throw new IllegalStateException("written to after it was closed");
            }
            var reason = SharedFile.this.write(this, source);
            if (reason.isPresent() && !isHeld) {
                isHeld = true;
                observer.held(reason.get());
            } else if (reason.isEmpty() && isHeld) {
                isHeld = false;
                observer.resumed();
            }
            return reason.isEmpty();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                detach(this);
                onClose.run();
            }
        }

        /// Keeps the beginning of a line, if there is room for it.
        private boolean keep(Source source) {
            return switch (source) {
                case BufferSource(var bytes) -> keep(bytes);
                case PipeSource pipe -> pipe.canWait(KEPT_BYTES_MAX);
            };
        }

        private boolean keep(ByteBuffer bytes) {
            var needed = kept.position() + bytes.remaining();
            if (needed > KEPT_BYTES_MAX) {
                return false;
            }
            if (needed > kept.capacity()) {
                var larger = Math.min(KEPT_BYTES_MAX, Math.max(1024, 2 * needed));
                kept = ByteBuffer.allocate(larger).put(kept.flip());
            }
            kept.put(bytes);
            return true;
        }
    }
}
