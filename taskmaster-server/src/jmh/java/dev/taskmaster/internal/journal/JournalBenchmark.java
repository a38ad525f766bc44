package dev.taskmaster.internal.journal;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Engine;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.spec.ProgramSpec;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the journal costs for one step of one process among 1,000: a record, and the write that
/// comes before anything else is done. Writing it anew, which is due now and then, is part of it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
    private Path folder;
    private Journal journal;
    private List<Remembered> memories;
    private int next;

    @Setup
    public void open() throws IOException {
        var engine = new Engine();
        var program = ProgramSpec.named("web").cmd("/bin/web").numprocs(1_000).build();
        var now = new Moment(Duration.ofHours(1), Instant.EPOCH);
        engine.on(new Command.Apply(1, List.of(program)), now);
        for (var id = 1; id <= 1_000; id++) {
            engine.spawned(id, id, now);
        }
        memories = engine.remembered();
        folder = Files.createTempDirectory("taskmaster-jmh");
        journal = Journal.in(folder, "this boot");
        journal.rewrite(memories);
    }

    @TearDown
    public void finish() throws IOException {
        journal.finish();
        Files.delete(folder);
    }

    @Benchmark
    public void append() throws IOException {
        next = (next + 1) % memories.size();
        journal.remember(memories.get(next));
        if (journal.isLong()) {
            journal.rewrite(memories);
        } else {
            journal.flush();
        }
    }
}
