package dev.taskmaster;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Platform;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The process that this JVM is.
public final class ThisProcess {
    private static final int FIRST_AFTER_STDERR = 3;

    private ThisProcess() {}

    /// Becomes another program: the process id stays, and so do stdin, stdout and stderr and all
    /// child processes; everything else is gone at once, shutdown hooks are not run. A supervisor
    /// that was [Supervisor#detach]ed before can so be replaced by a later version of itself.
    ///
    /// Source: `man 2 execve`.
    ///
    /// @param command the path of the program, and its arguments
    /// @param environment its whole environment
    /// @throws IOException if the program cannot be started; nothing has changed then
    /// @throws UnsupportedOperationException if native access is denied, or this is not Linux
    public static void become(List<String> command, Map<String, String> environment)
            throws IOException {
        if (!Platform.isSupported()) {
            throw new UnsupportedOperationException("needs Linux and native access");
        }
        var variables =
                environment.entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .toList();
        Libc.closeOnExecFrom(FIRST_AFTER_STDERR);
        // The JVM blocks SIGQUIT, which the next program would inherit.
        Libc.unblockSignals();
        var error = -Libc.execve(command.getFirst(), command, variables);
        throw new IOException(
                "cannot become " + command.getFirst() + ": " + Errno.strerrordesc_np(error));
    }
}
