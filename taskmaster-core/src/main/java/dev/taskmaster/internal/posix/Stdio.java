package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.Stdin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stdin, stdout and stderr of a process to be: the ends that it gets, and the ends that stay here.
final class Stdio implements AutoCloseable {
    /// Fewer wake-ups than with the usual 64 KiB, and more room while no supervisor reads. Refused
    /// beyond `/proc/sys/fs/pipe-user-pages-soft`: such pipes stay as they are.
    private static final int PIPE_BYTES = 256 << 10;

    private static final int LOG_MODE = 0644;

    private static final boolean IS_ROOT = Libc.geteuid() == 0;

    /// What is appended to a request's `keep` for the names of pipes.
    private static final String OUT = ".out";

    private static final String ERR = ".err";

    private final Reactor reactor;
    private final Keepers keepers;
    private final int devNull;
    private final ListeningSockets sockets;
    private final List<Integer> childEnds = new ArrayList<>();
    private final List<Path> fifos = new ArrayList<>();
    private final List<Integer> childPipes = new ArrayList<>();
    private final List<Integer> ourEnds = new ArrayList<>();
    private final List<OutputPipe> outputs = new ArrayList<>();
    private Optional<StdinPipe> stdinPipe = Optional.empty();
    private int stdin;
    private int stdout;
    private int stderr;

    /// @param devNull a descriptor for `/dev/null`
    /// @param sockets opens the sockets that programs listen at
    Stdio(Reactor reactor, Keepers keepers, int devNull, ListeningSockets sockets) {
        this.reactor = reactor;
        this.keepers = keepers;
        this.devNull = devNull;
        this.sockets = sockets;
    }

    /// Opens all that a request asks for.
    ///
    /// @throws dev.taskmaster.launch.LaunchException if something cannot be opened
    void open(LaunchRequest request) {
        var spec = request.spec();
        stdin =
                switch (spec.stdin()) {
                    case Stdin.Empty() -> devNull;
                    case Stdin.File(var path) -> openFile(path, Libc.O_RDONLY, "stdin");
                    case Stdin.Pipe() -> openStdinPipe(request);
                    case Stdin.Socket(var at) -> sockets.open(at, request.name());
                };
        stdout = openOutput(spec.stdout(), 1, request.stdout(), fifo(request, OUT));
        stderr = openOutput(spec.stderr(), 2, request.stderr(), fifo(request, ERR));
    }

    private static Optional<Path> fifo(LaunchRequest request, String suffix) {
        return request.keep().map(keep -> keep.resolveSibling(keep.getFileName() + suffix));
    }

    private int openOutput(Output output, int inherited, OutputSink sink, Optional<Path> fifo) {
        return switch (output) {
            case Output.Discard() -> devNull;
            case Output.Inherit() -> inherited;
            case Output.ToStdout() -> stdout;
            case Output.Append(var path) ->
                    openFile(path, Libc.O_WRONLY | Libc.O_APPEND | Libc.O_CREAT, "log");
            case Output.Rotated _, Output.Tapped _ -> openOutputPipe(sink, fifo);
        };
    }

    /// Opening a named pipe would block until somebody else opens it, hence `O_NONBLOCK`; the
    /// process gets it without.
    private int openFile(Path path, int flags, String what) {
        var opening = flags | Libc.O_CLOEXEC | Libc.O_NOCTTY | Libc.O_NONBLOCK;
        var fd =
                Failures.check(
                        Libc.open(path.toString(), opening, LOG_MODE), "open " + what + " " + path);
        childEnds.add(fd);
        Libc.fcntl(fd, Libc.F_SETFL, flags & Libc.O_APPEND);
        return fd;
    }

    /// Not a named one where it is kept: a file made and removed for each launch costs more than
    /// all the rest of it, and hardly any process ever reads its stdin.
    private int openStdinPipe(LaunchRequest request) {
        var held = request.keep().isPresent() ? PipeEnds.held() : -Errno.ENOENT;
        if (held < 0) {
            var ends = take(PipeEnds.anonymous(Libc.O_WRONLY));
            stdinPipe = Optional.of(new StdinPipe(ends.ours(), reactor));
            return ends.theirs();
        }
        childEnds.add(held);
        childPipes.add(held);
        if (!mayReopen(request)) {
            var ours = PipeEnds.reopen(PipeEnds.link(held), Libc.O_WRONLY);
            ourEnds.add(Failures.check(ours, "open the pipe for stdin"));
            stdinPipe = Optional.of(new StdinPipe(ours, reactor));
        }
        return held;
    }

    /// Whether the pipe can be opened by way of the process: nobody but root may do so with
    /// programs that have another user's rights, such as sudo; and in a container not even root
    /// may, if the user is another.
    private static boolean mayReopen(LaunchRequest request) {
        return IS_ROOT && request.spec().user().isEmpty();
    }

    private int openOutputPipe(OutputSink sink, Optional<Path> fifo) {
        var ends = take(fifo.map(this::named).orElseGet(() -> PipeEnds.anonymous(Libc.O_RDONLY)));
        Libc.fcntl(ends.ours(), Libc.F_SETPIPE_SZ, PIPE_BYTES);
        outputs.add(new OutputPipe(ends.ours(), fifo, sink, reactor));
        return ends.theirs();
    }

    private PipeEnds named(Path path) {
        Failures.check(keepers.mkfifo(path), "make the pipe " + path);
        fifos.add(path);
        return PipeEnds.named(path, Libc.O_RDONLY);
    }

    private PipeEnds take(PipeEnds ends) {
        ourEnds.add(ends.ours());
        childEnds.add(ends.theirs());
        childPipes.add(ends.theirs());
        return ends;
    }

    /// Our end of the stdin of a process that lives is one that is opened when it is needed, unless
    /// it is open.
    void reopenStdin(LaunchRequest request, int pid) {
        if (request.spec().stdin() instanceof Stdin.Pipe && stdinPipe.isEmpty()) {
            stdinPipe = Optional.of(new StdinPipe(() -> PipeEnds.reopen(pid, 0), reactor));
        }
    }

    /// Opens our ends of the outputs of a process that lives already, or of its remains. A pipe
    /// that is not there any more is at its end.
    void reopenOutputs(LaunchRequest request) {
        var spec = request.spec();
        reopenOutput(spec.stdout(), request.stdout(), fifo(request, OUT));
        reopenOutput(spec.stderr(), request.stderr(), fifo(request, ERR));
    }

    private void reopenOutput(Output output, OutputSink sink, Optional<Path> fifo) {
        if (!output.isPumped()) {
            return;
        }
        var fd = PipeEnds.reopen(fifo.orElseThrow(), Libc.O_RDONLY);
        if (fd < 0) {
            sink.close();
            return;
        }
        // Where nobody else has it open for writing, this makes that known as the pipe's end.
        Libc.close(PipeEnds.reopen(fifo.orElseThrow(), Libc.O_WRONLY));
        outputs.add(new OutputPipe(fd, fifo, sink, reactor));
    }

    int stdin() {
        return stdin;
    }

    int stdout() {
        return stdout;
    }

    int stderr() {
        return stderr;
    }

    Optional<StdinPipe> stdinPipe() {
        return stdinPipe;
    }

    List<OutputPipe> outputs() {
        return List.copyOf(outputs);
    }

    /// Gives the pipes to a user, who can then open them as `/dev/stdout` and the like too.
    void chown(int uid) {
        childPipes.forEach(fd -> Libc.fchown(fd, uid, -1));
    }

    /// Says that the process has started, which our ends now belong to.
    void started() {
        ourEnds.clear();
        fifos.clear();
    }

    /// Closes the ends of the process, which it has its own copies of, and ours too if it did not
    /// start.
    @Override
    public void close() {
        childEnds.forEach(Libc::close);
        ourEnds.forEach(Libc::close);
        fifos.forEach(path -> Libc.unlink(path.toString()));
    }
}
