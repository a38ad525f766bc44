package dev.taskmaster;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Rotation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a JVM of its own runs for [SurvivalIT]: a supervisor with a state folder, until its stdin
/// ends or somebody kills it. Says what happens. With `end with it` as second argument, its
/// processes do; with `cgroups` they have some, and there is only one, which has made a daemon.
final class MortalSupervisor {
    private static final Rotation ROTATION = new Rotation(200_000, 1000);

    private MortalSupervisor() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var mode = args.length > 1 ? args[1] : "";
        var supervisor =
                Supervisor.builder()
                        .stateDir(folder.resolve("state"))
                        .endWithSupervisor(mode.equals("end with it"))
                        .cgroups(mode.equals("cgroups"))
                        .listener(MortalSupervisor::say)
                        .build();
        supervisor.apply(mode.equals("cgroups") ? parent(folder) : programs(folder)).join();
        while (System.in.read() >= 0) {
            // Goes on until nobody holds the other end.
        }
        supervisor.close();
    }

    /// Two that print numbered lines into one log, one that has its own, and one that ends now and
    /// then.
    private static List<ProgramSpec> programs(Path folder) {
        var programs = new ArrayList<ProgramSpec>();
        var count = "i=0; while :; do i=$((i+1)); echo \"$0 $$ $i\"; done";
        for (var name : List.of("a", "b")) {
            programs.add(
                    ProgramSpec.named(name)
                            .cmd("sh", "-c", count, name)
                            .stdout(new Output.Rotated(folder.resolve("shared.log"), ROTATION))
                            .startTime(Duration.ofMillis(100))
                            .build());
        }
        programs.add(
                ProgramSpec.named("alone")
                        .cmd("sh", "-c", count, "alone")
                        .stdout(new Output.Rotated(folder.resolve("alone.log"), ROTATION))
                        .startTime(Duration.ofMillis(100))
                        .build());
        programs.add(
                ProgramSpec.named("mortal")
                        .cmd("sh", "-c", "sleep 0.3; exit 7")
                        .startTime(Duration.ofMillis(100))
                        .build());
        return programs;
    }

    /// One that has made a daemon of which nothing but its cgroup tells whose it is.
    private static List<ProgramSpec> parent(Path folder) {
        var wiped = "env -i setsid sh -c ";
        var daemon = wiped + "'echo $$ >part; mv part daemon; exec sleep 1000'";
        return List.of(
                ProgramSpec.named("parent")
                        .cmd("sh", "-c", "(" + wiped + "\"$0 &\" &); exec sleep 1000", daemon)
                        .workingDir(folder)
                        .startTime(Duration.ofMillis(100))
                        .build());
    }

    private static void say(SupervisorEvent event) {
        var line =
                switch (event) {
                    case SupervisorEvent.Spawned it -> "spawned " + it.name() + " " + it.pid();
                    case SupervisorEvent.Adopted it -> "adopted " + it.name() + " " + it.pid();
                    case SupervisorEvent.Ended it -> "ended " + it.name() + " " + it.status();
                    case SupervisorEvent.Reloaded it -> "ready " + it.summary();
                    default -> "";
                };
        Optional.of(line).filter(it -> !it.isEmpty()).ifPresent(System.out::println);
    }
}
