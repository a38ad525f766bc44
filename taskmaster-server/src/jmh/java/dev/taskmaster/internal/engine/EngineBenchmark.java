package dev.taskmaster.internal.engine;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ExitStatus;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the engine costs when one of many processes dies and is started again: three steps, one
/// each for its death, its new process and the time after which it counts as up.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {
    /// How many there are; the cost should not depend on it.
    @Param({"10", "1000"})
    public int processes;

    private final Engine engine = new Engine();
    private final ExitStatus died = new ExitStatus.Code(1);
    private Duration uptime = Duration.ofHours(1);
    private int victim;
    private int pid;

    @Setup
    public void bringUp() {
        var program =
                ProgramSpec.named("web")
                        .cmd("/bin/web")
                        .numprocs(processes)
                        .autorestart(Autorestart.ALWAYS);
        engine.on(new Command.Apply(1, List.of(program.build())), now());
        for (var id = 1; id <= processes; id++) {
            engine.spawned(id, ++pid, now());
        }
        passTime();
        if (restart().stream().noneMatch(Effect.Publish.class::isInstance)) {
            throw new IllegalStateException("it has not come up again");
        }
    }

    @Benchmark
    public List<Effect> restart() {
        victim = victim % processes + 1;
        engine.exited(victim, died, "", now());
        engine.spawned(victim, ++pid, now());
        return passTime();
    }

    /// So long that what was started is up, and that its next death is not one of a series.
    private List<Effect> passTime() {
        uptime = uptime.plusHours(1);
        return engine.advance(now());
    }

    private Moment now() {
        return new Moment(uptime, Instant.EPOCH.plus(uptime));
    }
}
