package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is asked for by name. The answers are supervisord's.
final class Commands {
    private final Engine engine;

    Commands(Engine engine) {
        this.engine = engine;
    }

    void add(Command.Add command, Moment now) {
        var reason = whyNot(command.program());
        if (reason.isPresent()) {
            engine.answer(new Effect.Refuse(command.ticket(), reason.get()));
            return;
        }
        var pending = reply(command.ticket());
        for (var spec : command.program().processes()) {
            var entry = engine.supervise(spec, now);
            entry.await(pending, Goal.UP);
            engine.bringUp(entry);
        }
        pending.close();
    }

    private Optional<String> whyNot(ProgramSpec program) {
        for (var spec : program.processes()) {
            if (engine.names.has(spec.name()) || engine.byIdentity(spec.identity()).isPresent()) {
                return Optional.of("there is a process " + spec.name() + " already");
            }
            for (var other : spec.start().dependsOn()) {
                if (!engine.dependencies.has(other)) {
                    return Optional.of(
                            program.name() + " depends on '" + other + "', which there is not");
                }
            }
        }
        return Optional.empty();
    }

    void remove(Command.Remove command, Moment now) {
        eachNamed(
                reply(command.ticket()),
                command.names(),
                (pending, entry, _) -> {
                    entry.await(pending, Goal.DOWN);
                    engine.leave(entry, now);
                });
    }

    void start(Command.Start command) {
        var goal = command.waits() ? Goal.UP : Goal.SPAWNED;
        eachNamed(
                reply(command.ticket()),
                command.names(),
                (pending, entry, wildcard) -> {
                    if (entry.phase.state().isUp()) {
                        rejectUnless(wildcard, pending, entry, Result.ALREADY_STARTED);
                    } else if (entry.phase instanceof Phase.Unknown) {
                        pending.settled(entry.outcome(Result.FAILED));
                    } else if (entry.phase.isStartable() || entry.phase.isWanted()) {
                        entry.await(pending, goal);
                        engine.bringUp(entry);
                    } else {
                        rejectUnless(wildcard, pending, entry, Result.ABNORMAL_TERMINATION);
                    }
                });
    }

    void stop(Command.Stop command, Moment now) {
        eachNamed(
                reply(command.ticket()),
                command.names(),
                (pending, entry, wildcard) -> {
                    var unknown = entry.phase instanceof Phase.Unknown;
                    if (!entry.phase.isWanted() && !unknown) {
                        rejectUnless(wildcard, pending, entry, Result.NOT_RUNNING);
                        return;
                    }
                    if (command.waits()) {
                        entry.await(pending, Goal.DOWN);
                    } else {
                        pending.settled(entry.outcome(Result.DONE));
                    }
                    entry.touched = true;
                    engine.step(entry, new Input.Stop(), now);
                });
    }

    void restart(Command.Restart command, Moment now) {
        eachNamed(
                reply(command.ticket()),
                command.names(),
                (pending, entry, wildcard) -> {
                    if (entry.leaving) {
                        rejectUnless(wildcard, pending, entry, Result.ABNORMAL_TERMINATION);
                        return;
                    }
                    entry.await(pending, Goal.UP);
                    if (entry.phase.isStartable()) {
                        engine.bringUp(entry);
                    } else {
                        engine.step(entry, new Input.Restart(), now);
                    }
                });
    }

    void send(Command.Send command, Moment now) {
        var receivers = new ArrayList<Effect.Receiver>();
        var request =
                new Pending(
                        outcomes ->
                                engine.answer(
                                        new Effect.Request(command.ticket(), outcomes, receivers)));
        eachNamed(
                request,
                command.names(),
                (pending, entry, wildcard) -> {
                    if (entry.phase.pid() == 0) {
                        rejectUnless(wildcard, pending, entry, Result.NOT_RUNNING);
                        return;
                    }
                    var signalled =
                            new SupervisorEvent.Signalled(
                                    now.wall(), entry.name(), entry.phase.pid(), command.signal());
                    var place = pending.settled(entry.outcome(Result.DONE));
                    receivers.add(new Effect.Receiver(entry.id, place, signalled));
                });
    }

    void write(Command.Write command) {
        var found = engine.names.find(command.name()).entries();
        if (found.size() == 1 && found.getFirst().phase.pid() != 0) {
            var entry = found.getFirst();
            engine.emit(
                    new Effect.Write(
                            entry.id, entry.name().toString(), command.bytes(), command.ticket()));
            return;
        }
        var result = found.size() == 1 ? Result.NOT_RUNNING : Result.NO_SUCH_PROCESS;
        engine.answer(
                new Effect.Reply(command.ticket(), List.of(new Outcome(command.name(), result))));
    }

    private interface ForEach {
        void accept(Pending pending, Entry entry, boolean wildcard);
    }

    private Pending reply(long ticket) {
        return new Pending(outcomes -> engine.answer(new Effect.Reply(ticket, outcomes)));
    }

    private void eachNamed(Pending pending, List<String> which, ForEach action) {
        for (var name : which) {
            var found = engine.names.find(name);
            if (found.entries().isEmpty() && !Names.isAll(name)) {
                var result = found.group() ? Result.NO_SUCH_GROUP : Result.NO_SUCH_PROCESS;
                pending.settled(new Outcome(name, result));
            }
            found.entries().forEach(entry -> action.accept(pending, entry, found.wildcard()));
        }
        pending.close();
    }

    private static void rejectUnless(
            boolean wildcard, Pending pending, Entry entry, Result result) {
        if (!wildcard) {
            pending.settled(entry.outcome(result));
        }
    }

    void refuse(Command command, String reason) {
        var named =
                switch (command) {
                    case Command.Apply _, Command.Add _, Command.Shutdown _ -> List.<String>of();
                    case Command.Remove(_, var which) -> which;
                    case Command.Start(_, var which, _) -> which;
                    case Command.Stop(_, var which, _) -> which;
                    case Command.Restart(_, var which) -> which;
                    case Command.Send(_, _, var which) -> which;
                    case Command.Write(_, var name, _) -> List.of(name);
                };
        engine.answer(
                named.isEmpty()
                        ? new Effect.Refuse(command.ticket(), reason)
                        : new Effect.Reply(
                                command.ticket(),
                                named.stream()
                                        .map(n -> new Outcome(n, Result.SHUTTING_DOWN, reason))
                                        .toList()));
    }
}
