package dev.taskmaster.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Engine;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.Tap;
import dev.taskmaster.spec.User;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class JournalTest {
    private static final Moment NOW =
            new Moment(Duration.ofHours(1).plusNanos(7), Instant.ofEpochSecond(1_800_000_000, 123));
    private static final Path KEEP = Path.of("/var/lib/taskmaster/keep/1");

    @TempDir Path folder;
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.in(folder, "this boot");
    }

    /// What engines remember of processes in every phase, with every kind of everything.
    private static List<Remembered> memories() {
        var engine = new Engine();
        var web =
                ProgramSpec.named("web")
                        .cmd("/bin/web", "-x", "übung")
                        .numprocs(2)
                        .env("A", "1")
                        .umask(022)
                        .user(new User("nobody", true))
                        .workingDir(Path.of("/tmp"))
                        .stdin(new Stdin.Pipe())
                        .stdout(
                                new Output.Tapped(
                                        new Output.Rotated(
                                                Path.of("/var/log/web"), new Rotation(9, 2)),
                                        new Tap(true, false, 7, true)))
                        .stderr(new Output.Append(Path.of("/var/log/err")))
                        .backoff(new Backoff.Linear());
        var apply =
                new Command.Apply(
                        1,
                        List.of(
                                web.build(),
                                ProgramSpec.named("job")
                                        .cmd("job")
                                        .startTime(Duration.ZERO)
                                        .build(),
                                ProgramSpec.named("bad").cmd("bad").startRetries(0).build(),
                                ProgramSpec.named("end").cmd("end").build(),
                                ProgramSpec.named("late").cmd("late").dependsOn("web").build(),
                                ProgramSpec.named("idle").cmd("idle").autostart(false).build()));
        var launched =
                engine.on(apply, NOW).stream()
                        .filter(Effect.Launch.class::isInstance)
                        .map(Effect.Launch.class::cast)
                        .toList();
        for (var launch : launched) {
            switch (launch.spec().program()) {
                case "bad" -> engine.spawnFailed(launch.id(), "no such file", NOW);
                case "web" -> {
                    if (launch.spec().num() == 0) {
                        engine.spawned(launch.id(), 41, NOW);
                    }
                }
                default -> engine.spawned(launch.id(), 100 + launch.id(), NOW);
            }
        }
        engine.on(new Command.Stop(2, List.of("end"), false), NOW);
        var job = launched.stream().filter(it -> it.spec().program().equals("job")).findFirst();
        engine.exited(job.orElseThrow().id(), new ExitStatus.Signalled(Signal.KILL, true), "", NOW);
        return engine.remembered();
    }

    private Recovered written(List<Remembered> memories) throws IOException {
        journal.rewrite(memories);
        return Journal.in(folder, "this boot").read();
    }

    @Test
    void nothingIsLeftWhereNothingWas() throws IOException {
        assertThat(journal.read()).isEqualTo(Recovered.NOTHING);
    }

    @Test
    void allThatIsRememberedIsReadAgain() throws IOException {
        var memories = memories();

        var recovered = written(memories);

        assertThat(recovered.problems()).isEmpty();
        assertThat(recovered.left())
                .extracting(Recovered.Left::memory)
                .containsExactlyElementsOf(memories);
        assertThat(memories)
                .extracting(
                        it -> it.life().toString().replaceFirst("Life.phase=", "").split("\\[")[0])
                .contains("Spawning", "Starting", "Fatal", "Stopping", "Waiting", "Stopped");
    }

    @Test
    void theLastWordCounts() throws IOException {
        var memories = memories();
        var first = memories.getFirst();
        var second = memories.get(1);
        journal.rewrite(memories);
        journal.launching(first.id(), KEEP);
        journal.launched(first.id(), "pid=1");
        journal.launching(second.id(), KEEP);
        journal.launched(second.id(), "pid=2");
        journal.launching(second.id(), KEEP.resolveSibling("2"));
        journal.erase(memories.getLast().id());
        journal.flush();

        var left = Journal.in(folder, "this boot").read().left();

        assertThat(left).hasSize(memories.size() - 1);
        assertThat(left.getFirst().keep()).contains(KEEP);
        assertThat(left.getFirst().trace()).isEqualTo("pid=1");
        assertThat(left.get(1).keep()).contains(KEEP.resolveSibling("2"));
        assertThat(left.get(1).trace()).isEmpty();
    }

    @Test
    void whatFoundAProcessOutlivesRewriting() throws IOException {
        var memories = memories();
        journal.rewrite(memories);
        journal.launching(memories.getFirst().id(), KEEP);
        journal.launched(memories.getFirst().id(), "pid=1");

        var left = written(memories).left().getFirst();

        assertThat(left)
                .isEqualTo(new Recovered.Left(memories.getFirst(), Optional.of(KEEP), "pid=1"));
    }

    @Test
    void everyBeginningOfAJournalCanBeRead() throws IOException {
        var memories = memories();
        journal.rewrite(memories);
        var whole = Files.readAllBytes(folder.resolve("journal"));
        var before = 0;
        for (var length = 40; length < whole.length; length += 17) {
            Files.write(folder.resolve("journal"), Arrays.copyOf(whole, length));

            var recovered = Journal.in(folder, "this boot").read();

            assertThat(recovered.problems()).as("%d bytes", length).isEmpty();
            assertThat(recovered.left().size()).isGreaterThanOrEqualTo(before);
            before = recovered.left().size();
        }
        assertThat(before).isGreaterThanOrEqualTo(memories.size() - 1);
    }

    @Test
    void whatIsWrittenAtOnceIsReadAsAWholeOrNotAtAll() throws IOException {
        var memories = memories();
        journal.rewrite(memories);
        var file = folder.resolve("journal");
        var before = Files.readAllBytes(file).length;
        var first = memories.getFirst();
        var second = memories.get(1);
        journal.remember(new Remembered(first.id(), second.spec(), second.life()));
        journal.launching(first.id(), KEEP);
        journal.erase(second.id());
        journal.flush();
        var whole = Files.readAllBytes(file);
        var left = Journal.in(folder, "this boot").read().left();

        for (var length = before; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            var recovered = Journal.in(folder, "this boot").read();

            assertThat(recovered.problems()).isEmpty();
            assertThat(recovered.left())
                    .as("%d of %d bytes", length, whole.length)
                    .extracting(Recovered.Left::memory)
                    .containsExactlyElementsOf(memories);
        }
        assertThat(left).hasSize(memories.size() - 1);
        assertThat(left.getFirst().memory().life()).isEqualTo(second.life());
        assertThat(left.getFirst().keep()).contains(KEEP);
    }

    @Test
    void aDamagedByteCostsNoMoreThanItsRecord() throws IOException {
        var memories = memories();
        journal.rewrite(memories);
        var whole = Files.readAllBytes(folder.resolve("journal"));
        for (var at = 0; at < whole.length; at += at < 64 ? 1 : 19) {
            var damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(folder.resolve("journal"), damaged);

            var recovered = Journal.in(folder, "this boot").read();

            assertThat(recovered.problems()).as("byte %d", at).isNotEmpty();
            assertThat(memories)
                    .as("byte %d", at)
                    .containsAll(recovered.left().stream().map(Recovered.Left::memory).toList());
        }
    }

    @Test
    void theJournalOfAnotherBootTellsNothing() throws IOException {
        journal.rewrite(memories());

        assertThat(Journal.in(folder, "next boot").read()).isEqualTo(Recovered.NOTHING);
    }

    @Test
    void whatIsNoJournalIsSaidToBeNone() throws IOException {
        Files.writeString(folder.resolve("journal"), "programs:\n  web:\n    cmd: web\n");

        var recovered = journal.read();

        assertThat(recovered.left()).isEmpty();
        assertThat(recovered.problems()).singleElement().asString().contains("is not a journal");
    }

    @Test
    void fieldsOfOtherVersionsArePassedOver() throws IOException {
        var shapes = new Shapes();
        var written = new Bytes();
        shapes.write(new Rotation(9, 2), written);
        var named = (Tree.Named) Tree.read(input(written));
        var fields = new LinkedHashMap<>(named.fields());
        fields.put("compression", new Tree.Sequence(List.of(new Tree.Text("zstd"))));

        assertThat(shapes.value(Rotation.class, new Tree.Named("Rotation", fields)))
                .isEqualTo(new Rotation(9, 2));
    }

    private static DataInput input(Bytes bytes) {
        var all = bytes.all();
        return new DataInputStream(new ByteArrayInputStream(all.array(), 0, all.remaining()));
    }

    @Test
    void theSameAgainIsWrittenAsAnythingElse() throws IOException {
        var shapes = new Shapes();
        var shared = new Rotation(9, 2);
        var other = new Rotation(8, 1);
        var written = new Bytes();
        for (var rotation : List.of(shared, shared, other, shared)) {
            shapes.write(rotation, written);
        }
        written.clear();
        shapes.write(shared, written);
        shapes.write(shared, written);

        var input = input(written);
        for (var i = 0; i < 2; i++) {
            assertThat(shapes.value(Rotation.class, Tree.read(input))).isEqualTo(shared);
        }
        assertThatThrownBy(() -> Tree.read(input)).isInstanceOf(EOFException.class);
    }

    @Test
    void whatMustBeThereIsMissed() {
        var shapes = new Shapes();

        assertThatThrownBy(() -> shapes.value(Rotation.class, new Tree.Named("Rotation", Map.of())))
                .hasMessageContaining("Rotation.maxBytes");
    }

    @Test
    void whatCannotBeWrittenIsWrittenLater() throws IOException {
        var memories = memories();
        journal.rewrite(memories);
        journal.close();
        journal.launching(memories.getFirst().id(), KEEP);

        assertThatThrownBy(journal::flush).isInstanceOf(IOException.class);
        assertThat(journal.isBehind()).isTrue();

        assertThat(written(memories).left().getFirst().keep()).contains(KEEP);
        assertThat(journal.isBehind()).isFalse();
    }

    @Test
    void aJournalThatIsAtItsEndIsRemoved() throws IOException {
        journal.rewrite(memories());

        journal.finish();

        assertThat(folder).isEmptyDirectory();
    }
}
