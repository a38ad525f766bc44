package dev.taskmaster.cli.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a soak is to be: the system properties `soak.…`, and `seed`.
///
/// @param children how many children
/// @param time how long it lasts, at most
/// @param faults how many times the daemon is killed or replaced, at most
/// @param kinds which of that is done to it
/// @param supervisord another supervisor that is looked at instead, for contrast
/// @param seed chooses what happens, as far as chance is ours
record Settings(
        int children,
        Duration time,
        int faults,
        List<Fault> kinds,
        Optional<Path> supervisord,
        long seed) {

    /// What is done to the daemon.
    enum Fault {
        KILL,
        UPGRADE
    }

    static Settings ofProperties() {
        var minutes = Double.parseDouble(System.getProperty("soak.minutes", "0.3"));
        var kinds = System.getProperty("soak.kinds", "KILL,UPGRADE").split(",");
        return new Settings(
                Integer.getInteger("soak.children", 20),
                Duration.ofMillis((long) (minutes * 60_000)),
                Integer.getInteger("soak.faults", Integer.MAX_VALUE),
                List.of(kinds).stream().map(Fault::valueOf).toList(),
                Optional.ofNullable(System.getProperty("soak.supervisord")).map(Path::of),
                Long.getLong("seed", System.nanoTime()));
    }
}
