package dev.taskmaster.internal.loop;

import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Carries out what the engine decides. Belongs to the loop's thread.
final class Interpreter {
    private static final System.Logger LOG = System.getLogger(Interpreter.class.getPackageName());

    private final Launches launches;
    private final StatusBoard board;
    private final Listeners listeners;
    private final Consumer<Message> loop;
    private final Optional<Survival> survival;
    private final Supplier<List<Remembered>> memories;
    private final Map<Integer, RunningProcess> processes = new HashMap<>();
    private final Map<Long, CompletableFuture<Answer>> awaited = new HashMap<>();
    private final List<Step> decided = new ArrayList<>();
    private long lastTicket;
    private boolean finished;

    /// What the engine has decided at once.
    ///
    /// @param keeps what each of its launches is kept by
    private record Step(List<Effect> effects, Map<Integer, Path> keeps) {}

    /// @param loop is told what comes of effects
    /// @param survival where things are written down; empty if nobody is to go on after a crash
    /// @param memories all that the engine knows now
    Interpreter(
            Launches launches,
            StatusBoard board,
            Listeners listeners,
            Consumer<Message> loop,
            Optional<Survival> survival,
            Supplier<List<Remembered>> memories) {
        this.launches = launches;
        this.board = board;
        this.listeners = listeners;
        this.loop = loop;
        this.survival = survival;
        this.memories = memories;
    }

    /// A ticket for a command whose answer goes to `answer`.
    long ticket(CompletableFuture<Answer> answer) {
        awaited.put(++lastTicket, answer);
        return lastTicket;
    }

    void started(int id, RunningProcess process) {
        processes.put(id, process);
        survival.ifPresent(it -> it.launched(id, process.trace()));
    }

    /// There is no process, but something that can be killed and released in its place.
    void left(int id, RunningProcess remains) {
        processes.put(id, remains);
    }

    /// What a process wrote goes to listeners; it lives, since its death is reported behind its
    /// output.
    void wrote(Message.Wrote wrote, Instant at) {
        var process = processes.get(wrote.id());
        if (process != null) {
            listeners.output(
                    new ProcessOutput(
                            at,
                            wrote.name(),
                            process.pid(),
                            wrote.channel(),
                            wrote.bytes(),
                            wrote.captured()));
        }
    }

    boolean isFinished() {
        return finished;
    }

    /// Takes what the engine has decided in a step, to be carried out with what it decides next.
    void decided(List<Effect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        var step = new Step(effects, new HashMap<>());
        decided.add(step);
        try {
            survival.ifPresent(it -> toBeWritten(step, it));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "cannot tell the journal of " + effects, e);
        }
    }

    /// Carries out all that was decided, after it is written down. Any effect that fails, by a
    /// mistake of ours or of a launcher, must not keep the others from being done, as somebody may
    /// wait for them.
    void carryOut(Moment now) {
        try {
            survival.ifPresent(it -> it.flush(memories, now));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "cannot write the journal", e);
        }
        decided.forEach(this::carryOut);
        decided.clear();
    }

    private void carryOut(Step step) {
        launches.expectSeveral(writtenBySeveral(step.effects()));
        for (var effect : step.effects()) {
            try {
                carryOut(effect, step.keeps());
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "cannot carry out " + effect, e);
            }
        }
    }

    /// Tells the journal of all that the step comes to, launches included: so it is written at
    /// once, and whoever goes on from there knows all of it or nothing.
    private static void toBeWritten(Step step, Survival survival) {
        for (var effect : step.effects()) {
            switch (effect) {
                case Effect.Remember(var memory) -> survival.remember(memory);
                case Effect.Erase(var id) -> survival.erase(id);
                case Effect.Launch(var id, var spec) ->
                        step.keeps().put(id, survival.launching(id, spec.name()));
                default -> {}
            }
        }
        survival.endStep();
    }

    /// {@return the logs of more than one of those that are started together}
    private static Set<Path> writtenBySeveral(List<Effect> effects) {
        var once = new HashSet<Path>();
        var several = new HashSet<Path>();
        Consumer<Path> log =
                file -> {
                    if (!once.add(file)) {
                        several.add(file);
                    }
                };
        for (var effect : effects) {
            switch (effect) {
                case Effect.Launch(_, var spec) -> eachLog(spec, log);
                case Effect.Adopt(_, var spec) -> eachLog(spec, log);
                default -> {}
            }
        }
        return several;
    }

    private static void eachLog(ProcessSpec spec, Consumer<Path> log) {
        spec.launch().stdout().file().ifPresent(log);
        spec.launch().stderr().file().ifPresent(log);
    }

    private void carryOut(Effect effect, Map<Integer, Path> keeps) {
        switch (effect) {
            case Effect.Remember _, Effect.Erase _ -> {}
            case Effect.Adopt(var id, var spec) -> adopt(id, spec);
            case Effect.Launch(var id, var spec) ->
                    launch(id, spec, Optional.ofNullable(keeps.get(id)));
            case Effect.Send(var id, var signal, var reach) -> send(id, signal, reach);
            case Effect.Release(var id) -> release(id);
            case Effect.Write write -> write(write);
            case Effect.Request request -> signal(request);
            case Effect.Limit(var file, var rotation) -> launches.limit(file, rotation);
            case Effect.Publish(var status, var spec) -> {
                board.publish(status, spec);
                if (status.state().isDown()) {
                    launches.retire(status.name());
                }
            }
            case Effect.Forget(var name) -> {
                board.forget(name);
                launches.retire(name);
            }
            case Effect.Announce(var event) -> listeners.announce(event);
            case Effect.Reply(var ticket, var outcomes) ->
                    answer(ticket, new Answer.Outcomes(outcomes));
            case Effect.Applied(var ticket, var summary) ->
                    answer(ticket, new Answer.Applied(summary));
            case Effect.Refuse(var ticket, var reason) ->
                    answer(ticket, new Answer.Refused(reason));
            case Effect.Finish() -> finished = true;
        }
    }

    private void launch(int id, ProcessSpec spec, Optional<Path> keep) {
        if (survival.isPresent() && survival.get().isThere(keep.orElseThrow())) {
            launches.adopt(id, spec, keep.get(), "");
        } else {
            launches.launch(id, spec, keep);
        }
    }

    private void adopt(int id, ProcessSpec spec) {
        survival.flatMap(it -> it.left(id))
                .ifPresentOrElse(
                        left -> launches.adopt(id, spec, left.keep().orElseThrow(), left.trace()),
                        () -> launches.missing(id));
    }

    private void send(int id, Signal signal, Effect.Reach reach) {
        // What is left of a process is killed as far as the launcher can; what it cannot is no
        // news.
        launches.target(reach)
                .flatMap(target -> refusal(id, signal, target))
                .ifPresent(
                        reason -> {
                            LOG.log(Level.WARNING, reason);
                            if (signal.equals(Signal.KILL) && reach == Effect.Reach.PROCESS) {
                                loop.accept(new Message.KillRefused(id, reason));
                            }
                        });
    }

    /// Sends a signal, and returns why that is refused.
    private Optional<String> refusal(int id, Signal signal, Target target) {
        var process = processes.get(id);
        if (process != null) {
            try {
                process.signal(signal, target);
            } catch (LaunchException e) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void signal(Effect.Request request) {
        var outcomes = new ArrayList<>(request.outcomes());
        for (var receiver : request.receivers()) {
            var signalled = receiver.signalled();
            var name = signalled.name().toString();
            try {
                refusal(receiver.id(), signalled.signal(), Target.PROCESS)
                        .ifPresentOrElse(
                                reason ->
                                        outcomes.set(
                                                receiver.place(),
                                                new Outcome(name, Outcome.Result.FAILED, reason)),
                                () -> listeners.announce(signalled));
            } catch (RuntimeException e) {
                outcomes.set(
                        receiver.place(), new Outcome(name, Outcome.Result.FAILED, e.toString()));
            }
        }
        answer(request.ticket(), new Answer.Outcomes(outcomes));
    }

    private void release(int id) {
        var process = processes.remove(id);
        if (process != null) {
            process.release();
        }
    }

    private void write(Effect.Write write) {
        var process = processes.get(write.id());
        var outcome = new Outcome(write.name(), Outcome.Result.DONE);
        try {
            if (process == null) {
                outcome = new Outcome(write.name(), Outcome.Result.NOT_RUNNING);
            } else {
                process.write(ByteBuffer.wrap(write.bytes()));
            }
        } catch (LaunchException e) {
            outcome = new Outcome(write.name(), Outcome.Result.FAILED, e.getMessage());
        } catch (RuntimeException e) {
            outcome = new Outcome(write.name(), Outcome.Result.FAILED, e.toString());
        }
        answer(write.ticket(), new Answer.Outcomes(List.of(outcome)));
    }

    /// On another thread, since whoever waits for the future may go on in this one. What has come
    /// of the order is announced before.
    private void answer(long ticket, Answer answer) {
        var future = awaited.remove(ticket);
        listeners.deliver();
        listeners.run(() -> future.complete(answer));
    }

    void refuseAll(String reason) {
        awaited.values().forEach(future -> future.complete(new Answer.Refused(reason)));
        awaited.clear();
    }
}
