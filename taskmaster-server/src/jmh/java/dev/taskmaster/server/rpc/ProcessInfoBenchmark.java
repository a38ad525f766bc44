package dev.taskmaster.server.rpc;

import dev.taskmaster.server.xmlrpc.ResponseWriter;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What it costs to write the answer to `getAllProcessInfo` for 1,000 running processes, as is done
/// once a second at most: see [AllProcessInfo].
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProcessInfoBenchmark {
    private final Instant now = Instant.ofEpochSecond(1_800_000_000);
    private final List<ProcessSpec> specs =
            ProgramSpec.named("web").cmd("/bin/web").numprocs(1_000).build().processes();
    private final List<ProcessStatus> statuses = specs.stream().map(this::running).toList();

    private ProcessStatus running(ProcessSpec spec) {
        return new ProcessStatus(
                spec.name(),
                spec.program(),
                ProcessState.RUNNING,
                1_000 + spec.num(),
                Optional.of(now.minus(Duration.ofMinutes(spec.num()))),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                Optional.empty(),
                Optional.of(Path.of("/var/log/web-" + spec.num() + ".log")),
                Optional.empty());
    }

    @Benchmark
    public ResponseWriter.Encoded encode() {
        var infos =
                IntStream.range(0, specs.size())
                        .mapToObj(i -> ProcessInfo.of(specs.get(i), statuses.get(i), now))
                        .toList();
        return ResponseWriter.encode(infos);
    }
}
