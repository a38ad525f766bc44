package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Rlimit;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.util.OptionalLong;

/// The kernel's limits on this process.
public final class Rlimits {
    private Rlimits() {}

    /// {@return both limits}
    public static Limit get(Resource resource) {
        var rlimit = Rlimit.getrlimit(resource.number());
        return new Limit(limit(rlimit.rlim_cur()), limit(rlimit.rlim_max()));
    }

    private static OptionalLong limit(long rlim) {
        return OptionalLong.of(rlim == Rlimit.RLIM_INFINITY ? Limit.UNLIMITED : rlim);
    }

    private static long rlim(long limit) {
        return limit == Limit.UNLIMITED ? Rlimit.RLIM_INFINITY : limit;
    }

    /// @param limit with a soft and a hard limit
    /// @throws LaunchException if that is not allowed: only root may raise the hard limit
    public static void set(Resource resource, Limit limit) {
        var rlimit = new Rlimit(rlim(limit.soft().getAsLong()), rlim(limit.hard().getAsLong()));
        Failures.check(
                Rlimit.setrlimit(resource.number(), rlimit),
                "set the limit " + resource + " to " + limit);
    }
}
