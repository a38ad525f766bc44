package dev.taskmaster.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.StartPolicy;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A story about the engine, told in virtual time: what happens to it, and all that it does.
///
/// [#on] tells it something, [#after] lets time pass from deadline to deadline as the loop does,
/// and [#does] names everything it did since the last [#does]: what it did to processes, then the
/// events, then the answers, each in their order. Left out are events that only repeat what it was
/// told (spawned, ended) and the published status, which [#is] looks at.
final class Scenario {
    private Engine engine = new Engine();
    private final Map<Integer, Remembered> journal = new TreeMap<>();
    private Reaction done = Reaction.NOTHING;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<String, ProcessStatus> published = new HashMap<>();
    private final List<String> spawning = new ArrayList<>();
    private Duration uptime = Duration.ZERO;
    private List<String> lastCmd = List.of();
    private long lastTicket;
    private long lastPid = 99;

    private Scenario() {}

    /// Starts the story with these programs applied; those with `autostart` are launched.
    static Scenario of(ProgramSpec... programs) {
        return new Scenario().on(reload(programs));
    }

    static Scenario of(ProgramSpec.Builder... programs) {
        return of(built(programs));
    }

    static ProgramSpec.Builder program(String name) {
        return ProgramSpec.named(name).cmd("/bin/" + name);
    }

    /// A program that is not started with the supervisor.
    static ProgramSpec.Builder idle(String name) {
        return program(name).autostart(false);
    }

    static ProgramSpec inGroupOfPriority(int groupPriority, ProgramSpec.Builder program) {
        return with(
                program.build(),
                spec ->
                        new ProcessSpec(
                                spec.name(),
                                spec.program(),
                                spec.num(),
                                spec.launch(),
                                spec.template(),
                                new StartPolicy(
                                        spec.start().autostart(),
                                        spec.start().startTime(),
                                        spec.start().startRetries(),
                                        spec.start().priority(),
                                        groupPriority,
                                        spec.start().dependsOn()),
                                spec.restart(),
                                spec.stop()));
    }

    static ProgramSpec with(ProgramSpec program, UnaryOperator<ProcessSpec> change) {
        return new ProgramSpec(
                program.name(), program.group(), program.processes().stream().map(change).toList());
    }

    // What can happen.

    /// Something that the engine is told.
    @FunctionalInterface
    interface Happening {
        List<Effect> to(Scenario scenario);
    }

    static Happening start(String... names) {
        return s -> s.command(new Command.Start(s.ticket(), List.of(names), true));
    }

    static Happening startWithoutWaiting(String... names) {
        return s -> s.command(new Command.Start(s.ticket(), List.of(names), false));
    }

    static Happening stop(String... names) {
        return s -> s.command(new Command.Stop(s.ticket(), List.of(names), true));
    }

    static Happening stopWithoutWaiting(String... names) {
        return s -> s.command(new Command.Stop(s.ticket(), List.of(names), false));
    }

    static Happening restart(String... names) {
        return s -> s.command(new Command.Restart(s.ticket(), List.of(names)));
    }

    static Happening signal(Signal signal, String... names) {
        return s -> s.command(new Command.Send(s.ticket(), signal, List.of(names)));
    }

    static Happening write(String name) {
        return s -> s.command(new Command.Write(s.ticket(), name, new byte[] {'x'}));
    }

    static Happening add(ProgramSpec.Builder program) {
        return s -> s.command(new Command.Add(s.ticket(), program.build()));
    }

    static Happening remove(String... names) {
        return s -> s.command(new Command.Remove(s.ticket(), List.of(names)));
    }

    static Happening reload() {
        return reload(new ProgramSpec[0]);
    }

    static Happening reload(ProgramSpec... programs) {
        return s -> s.command(new Command.Apply(s.ticket(), List.of(programs)));
    }

    static Happening reload(ProgramSpec.Builder... programs) {
        return reload(built(programs));
    }

    static Happening shutdown() {
        return s -> s.command(new Command.Shutdown(s.ticket()));
    }

    static Happening spawned(String name) {
        return s -> s.engine.spawned(s.launched(name), ++s.lastPid, s.now());
    }

    static Happening spawnFails(String name) {
        return s -> s.engine.spawnFailed(s.launched(name), "no such file", s.now());
    }

    static Happening exits(int code, String name) {
        return s -> s.engine.exited(s.id(name), new ExitStatus.Code(code), "", s.now());
    }

    static Happening diesOf(Signal signal, String name) {
        var status = new ExitStatus.Signalled(signal, false);
        return s -> s.engine.exited(s.id(name), status, "", s.now());
    }

    static Happening killRefused(String name) {
        return s -> s.engine.killRefused(s.id(name), "Operation not permitted", s.now());
    }

    /// The supervisor dies, and another goes on from what this one has written down.
    static Happening supervisorDies() {
        return s -> {
            s.engine = new Engine();
            s.published.clear();
            s.spawning.clear();
            return s.engine.restore(List.copyOf(s.journal.values()), s.now());
        };
    }

    /// What an earlier supervisor has started is found.
    static Happening found(String name) {
        return s -> s.engine.adopted(s.id(name), s.lastPid, s.now());
    }

    /// What an earlier supervisor had started is gone.
    static Happening foundGone(String name) {
        return s -> s.engine.exited(s.id(name), new ExitStatus.Unknown(), "", s.now());
    }

    /// What an earlier supervisor was about to start was never started.
    static Happening neverSpawned(String name) {
        return s -> s.engine.notSpawned(s.id(name), s.now());
    }

    Scenario on(Happening happening) {
        take(happening.to(this));
        return this;
    }

    /// Lets time pass; the engine is woken at each of its deadlines.
    Scenario after(Duration duration) {
        var end = uptime.plus(duration);
        while (engine.nextDeadline().filter(at -> at.compareTo(end) <= 0).isPresent()) {
            var deadline = engine.nextDeadline().orElseThrow();
            uptime = deadline.compareTo(uptime) > 0 ? deadline : uptime;
            take(engine.advance(now()));
            assertThat(engine.nextDeadline().filter(at -> at.compareTo(uptime) <= 0))
                    .as("a deadline that is over already")
                    .isEmpty();
        }
        uptime = end;
        return this;
    }

    /// Forgets what the engine did so far: the story proper begins here.
    Scenario ready() {
        done = Reaction.NOTHING;
        return this;
    }

    /// Spawns all that is being launched and lets a second pass, until nothing more is launched;
    /// and forgets what the engine did meanwhile.
    Scenario allUp() {
        while (!spawning.isEmpty()) {
            List.copyOf(spawning).forEach(name -> on(spawned(name)));
            after(Duration.ofSeconds(1));
        }
        return ready();
    }

    // What it does.

    /// Compares all that the engine did since the last time with this.
    Scenario does(Reaction... expected) {
        assertThat(done.toString())
                .isEqualTo(Stream.of(expected).reduce(Reaction.NOTHING, Reaction::and).toString());
        done = Reaction.NOTHING;
        return this;
    }

    /// Compares no more than its last answer with this.
    Scenario answered(Outcome.Result result, String... names) {
        assertThat(List.of(done.answers().getLast()))
                .isEqualTo(Reaction.answers(result, names).answers());
        return this;
    }

    // What is published.

    Scenario is(ProcessState state, String... names) {
        for (var name : names) {
            assertThat(status(name).state()).as(name).isEqualTo(state);
        }
        return this;
    }

    Scenario isGone(String name) {
        assertThat(published).doesNotContainKey(name);
        return this;
    }

    Scenario hasReason(String reason, String name) {
        assertThat(status(name).reason()).as(name).isEqualTo(reason);
        return this;
    }

    /// The command of the last launch was this.
    Scenario launchedLast(String cmd) {
        assertThat(lastCmd).containsExactly(cmd);
        return this;
    }

    Scenario hasPid(long pid, String name) {
        assertThat(status(name).pid()).as(name).isEqualTo(pid);
        return this;
    }

    ProcessStatus status(String name) {
        assertThat(published).containsKey(name);
        return published.get(name);
    }

    // The loop's part.

    private void take(List<Effect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Launch(var id, var spec) -> {
                    names.put(id, spec.name().toString());
                    spawning.add(spec.name().toString());
                    lastCmd = spec.launch().cmd();
                }
                case Effect.Remember(var memory) -> journal.put(memory.id(), memory);
                case Effect.Erase(var id) -> journal.remove(id);
                case Effect.Publish(var status, _) ->
                        published.put(status.name().toString(), status);
                case Effect.Forget(var name) -> published.remove(name.toString());
                case Effect.Announce(SupervisorEvent.Renamed renamed) ->
                        names.replaceAll(
                                (_, name) ->
                                        name.equals(renamed.oldName().toString())
                                                ? renamed.name().toString()
                                                : name);
                default -> {}
            }
            done = done.and(Reaction.to(effect, names::get));
        }
    }

    private int launched(String name) {
        spawning.remove(name);
        return id(name);
    }

    /// The engine's number for what was last launched under this name.
    private int id(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .mapToInt(Map.Entry::getKey)
                .max()
                .orElseThrow(() -> new AssertionError(name + " was never launched"));
    }

    private static ProgramSpec[] built(ProgramSpec.Builder... programs) {
        return Stream.of(programs).map(ProgramSpec.Builder::build).toArray(ProgramSpec[]::new);
    }

    private List<Effect> command(Command command) {
        return engine.on(command, now());
    }

    private Moment now() {
        return new Moment(uptime, Instant.EPOCH.plus(uptime));
    }

    private long ticket() {
        return ++lastTicket;
    }
}
