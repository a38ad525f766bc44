package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Rlimit;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// This very process: its limits, its folder, its program.
public final class Self {
    private static final int FIRST_FREE_FD = 3;

    private Self() {}

    /// {@return both limits}
    public static Limit limit(Resource resource) {
        var rlimit = Rlimit.getrlimit(resource.number());
        return new Limit(limit(rlimit.rlim_cur()), limit(rlimit.rlim_max()));
    }

    /// Sets a limit.
    ///
    /// @param limit with a soft and a hard limit
    /// @throws LaunchException if that is not allowed: only root may raise the hard limit
    public static void limit(Resource resource, Limit limit) {
        var soft = rlim(limit.soft().getAsLong());
        var hard = rlim(limit.hard().getAsLong());
        Failures.check(
                Rlimit.setrlimit(resource.number(), new Rlimit(soft, hard)),
                "set the limit " + resource + " to " + limit);
    }

    private static OptionalLong limit(long rlim) {
        return OptionalLong.of(rlim == Rlimit.RLIM_INFINITY ? Limit.UNLIMITED : rlim);
    }

    private static long rlim(long limit) {
        return limit == Limit.UNLIMITED ? Rlimit.RLIM_INFINITY : limit;
    }

    /// @throws LaunchException if the folder cannot be entered
    public static void chdir(Path folder) {
        Failures.check(Libc.chdir(folder.toString()), "enter " + folder);
    }

    /// Becomes another program, which gets the standard streams and no other descriptor.
    ///
    /// @param argv its first word is the path of the program
    /// @throws LaunchException if that cannot be executed
    public static void exec(List<String> argv, Map<String, String> environment) {
        // Refused by kernels before 5.11, where a descriptor of the JVM's stays open.
        Libc.close_range(FIRST_FREE_FD, -1, Libc.CLOSE_RANGE_CLOEXEC);
        // The JVM blocks SIGQUIT in its threads, which the next program would inherit.
        Libc.pthread_sigmask_none();
        var envp =
                environment.entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .toList();
        Failures.check(Libc.execve(argv.getFirst(), argv, envp), "execute " + argv.getFirst());
    }
}
