package dev.taskmaster.internal.jdk;

import dev.taskmaster.internal.launch.ProgramFile;
import dev.taskmaster.internal.launch.UmaskShell;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One process of the JDK's.
final class JdkProcess implements RunningProcess {
    private static final File DEV_NULL = new File("/dev/null");

    /// Shells and the JDK alike report a death by a signal as this and its number.
    private static final int SIGNALLED = 128;

    private static final int SIGNAL_MAX = 64;
    private static final int SIGNAL_NAMED_MAX = 31;

    private final ProcessName name;
    private final Process process;
    private final Optional<StdinWriter> stdin;
    private final List<Pump> pumps = new ArrayList<>();
    private volatile boolean exited;

    private JdkProcess(LaunchRequest request, Process process, ThreadStarter threads) {
        this.name = request.name();
        this.process = process;
        var spec = request.spec();
        stdin =
                spec.stdin() instanceof Stdin.Pipe
                        ? Optional.of(new StdinWriter(process.getOutputStream(), threads))
                        : Optional.empty();
        if (spec.stdout().isPumped()) {
            pumps.add(new Pump(process.getInputStream(), request.stdout()));
        }
        if (spec.stderr().isPumped()) {
            pumps.add(new Pump(process.getErrorStream(), request.stderr()));
        }
    }

    /// @throws LaunchException if it cannot be started
    static JdkProcess start(LaunchRequest request, ThreadStarter threads) {
        var builder = builder(request);
        try {
            return new JdkProcess(request, builder.start(), threads);
        } catch (IOException e) {
            throw new LaunchException("cannot spawn: " + e.getMessage(), e);
        }
    }

    private static ProcessBuilder builder(LaunchRequest request) {
        var spec = request.spec();
        var builder = new ProcessBuilder(words(spec, ProgramFile.find(request)));
        spec.workingDir().ifPresent(dir -> builder.directory(dir.toFile()));
        builder.environment().clear();
        builder.environment().putAll(request.environment());
        builder.redirectInput(
                switch (spec.stdin()) {
                    case Stdin.Empty() -> Redirect.from(DEV_NULL);
                    case Stdin.File(var path) ->
                            Redirect.from(opens(path, "stdin", StandardOpenOption.READ));
                    case Stdin.Pipe() -> Redirect.PIPE;
                    case Stdin.Socket(var at) ->
                            throw new LaunchException("cannot hand over the socket " + at.url());
                });
        builder.redirectOutput(redirect(spec.stdout()));
        if (spec.stderr() instanceof Output.ToStdout) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(redirect(spec.stderr()));
        }
        return builder;
    }

    private static List<String> words(LaunchSpec spec, Path program) {
        var words = new ArrayList<String>();
        spec.umask().ifPresent(umask -> words.addAll(UmaskShell.words(umask)));
        words.add(program.toString());
        words.addAll(spec.cmd().subList(1, spec.cmd().size()));
        return words;
    }

    private static Redirect redirect(Output output) {
        return switch (output) {
            case Output.Discard() -> Redirect.DISCARD;
            case Output.Inherit() -> Redirect.INHERIT;
            case Output.Append(var path) ->
                    Redirect.appendTo(
                            opens(
                                    path,
                                    "log",
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.APPEND));
            case Output.Rotated _, Output.Tapped _, Output.ToStdout() -> Redirect.PIPE;
        };
    }

    /// Opens a file and closes it again: the JDK does not say which of all could not be opened.
    private static File opens(Path path, String what, OpenOption... options) {
        try {
            Files.newByteChannel(path, options).close();
            return path.toFile();
        } catch (IOException e) {
            throw new LaunchException("cannot open " + what + " " + path + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            default -> e.toString();
        };
    }

    /// Pumps its output and waits for its end.
    void await(LaunchObserver observer, ThreadStarter threads) {
        var trouble = startPumps(threads);
        try {
            var code = process.waitFor();
            for (var pump : pumps) {
                pump.awaitQuiet();
            }
            stdin.ifPresent(StdinWriter::close);
            exited = true;
            observer.exited(status(code), trouble);
        } catch (InterruptedException e) {
            // The launcher is closed, and nobody wants to know any more.
        }
    }

    /// Ends the process if there are no threads for its output, since it would wait for ever when
    /// its pipe is full.
    ///
    /// @return what went wrong, or nothing
    private String startPumps(ThreadStarter threads) {
        try {
            pumps.forEach(pump -> pump.start(threads));
            return "";
        } catch (RuntimeException | Error e) {
            process.toHandle().destroyForcibly();
            pumps.forEach(Pump::abandonUnlessStarted);
            return "cannot read its output: " + e;
        }
    }

    private static ExitStatus status(int code) {
        var signal = code - SIGNALLED;
        return signal >= 1 && signal <= SIGNAL_MAX
                ? new ExitStatus.Signalled(new Signal(signal), false)
                : new ExitStatus.Code(code);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void signal(Signal signal, Target target) {
        if (target != Target.PROCESS) {
            throw new LaunchException(
                    "the jdk launcher cannot signal the process group of " + name);
        }
        if (!process.isAlive()) {
            return;
        }
        // Not by destroy() of the process itself, which would close its output too.
        if (signal.equals(Signal.TERM)) {
            done(process.toHandle().destroy(), signal);
        } else if (signal.equals(Signal.KILL)) {
            done(process.toHandle().destroyForcibly(), signal);
        } else {
            kill(signal);
        }
    }

    private void done(boolean sent, Signal signal) {
        if (!sent && process.isAlive()) {
            throw new LaunchException(
                    "cannot send %s to %s (pid %d): the system refuses it"
                            .formatted(signal, name, pid()));
        }
    }

    /// By the shell's own `kill`, which is there where `/bin/kill` is not.
    private void kill(Signal signal) {
        var word =
                signal.number() <= SIGNAL_NAMED_MAX
                        ? signal.name()
                        : Integer.toString(signal.number());
        try {
            new ProcessBuilder(UmaskShell.SHELL, "-c", "kill -%s %d".formatted(word, pid()))
                    .redirectInput(DEV_NULL)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot send %s to %s (pid %d): %s"
                            .formatted(signal, name, pid(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        stdin.orElseThrow(() -> new LaunchException("the stdin of " + name + " is not a pipe"))
                .write(bytes);
    }

    @Override
    public void release() {
        if (!exited) {
            throw new IllegalStateException(name + " (pid " + pid() + ") has not exited");
        }
    }
}
