package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Has a program run with limits of its own, by way of `prlimit`, which becomes the program: half a
/// millisecond.
///
/// Not by setting them from here once the program runs, since it may have looked already; and not
/// by changing this process's own for the moment of the spawn, since its other threads could open
/// no file then.
public final class LimitHop {
    private static final Optional<Path> PRLIMIT =
            Stream.of("/usr/bin/prlimit", "/bin/prlimit")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst();

    private LimitHop() {}

    /// {@return whether this machine has what it takes}
    public static boolean isPossible() {
        return PRLIMIT.isPresent();
    }

    /// {@return the words to put before a program and its arguments; none if its limits are those
    /// of this process anyway}
    ///
    /// @throws LaunchException if there is no prlimit
    static List<String> words(Map<Resource, Limit> limits) {
        var differing = new TreeMap<Resource, Limit>();
        limits.forEach(
                (resource, limit) -> {
                    if (!isOurs(resource, limit)) {
                        differing.put(resource, limit);
                    }
                });
        if (differing.isEmpty()) {
            return List.of();
        }
        var prlimit =
                PRLIMIT.orElseThrow(
                        () ->
                                new LaunchException(
                                        "cannot set limits: there is no prlimit (util-linux)"));
        var words = new ArrayList<>(List.of(prlimit.toString()));
        differing.forEach((resource, limit) -> words.add("--" + resource + "=" + limit));
        words.add("--");
        return words;
    }

    private static boolean isOurs(Resource resource, Limit limit) {
        var own = Self.limit(resource);
        return (limit.soft().isEmpty() || limit.soft().equals(own.soft()))
                && (limit.hard().isEmpty() || limit.hard().equals(own.hard()));
    }
}
