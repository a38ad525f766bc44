package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessState;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the engine does in a [Scenario], as text: to processes, by events, and in answer to
/// commands.
record Reaction(List<String> acts, List<String> events, List<String> answers) {
    static final Reaction NOTHING = new Reaction(List.of(), List.of(), List.of());

    Reaction and(Reaction next) {
        return new Reaction(
                both(acts, next.acts), both(events, next.events), both(answers, next.answers));
    }

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public String toString() {
        return Stream.of(acts, events, answers)
                .flatMap(List::stream)
                .collect(Collectors.joining("\n"));
    }

    static Reaction takesUp(String name) {
        return act("takes up " + name);
    }

    static Reaction launches(String name) {
        return act("launches " + name);
    }

    static Reaction sends(Signal signal, String name) {
        return act("sends " + signal + " to " + name);
    }

    static Reaction sendsGroup(Signal signal, String name) {
        return act("sends " + signal + " to the group of " + name);
    }

    static Reaction sendsTree(Signal signal, String name) {
        return act("sends " + signal + " to the tree of " + name);
    }

    static Reaction releases(String name) {
        return act("releases " + name);
    }

    /// Kills what is left of it, then releases it.
    static Reaction sweeps(String name) {
        return sendsTree(Signal.KILL, name).and(releases(name));
    }

    /// Kills it and its tree, and says so.
    static Reaction kills(String name) {
        return sends(Signal.KILL, name)
                .and(sendsTree(Signal.KILL, name))
                .and(event(name + " is killed"));
    }

    static Reaction limits(String file) {
        return act("limits " + file);
    }

    static Reaction writes(String name) {
        return act("writes to " + name);
    }

    static Reaction enters(ProcessState state, String name) {
        return event(name + " is " + state);
    }

    static Reaction backsOff(Duration delay, String name) {
        return event(name + " is BACKOFF for " + delay);
    }

    static Reaction adds(String name) {
        return event(name + " is added");
    }

    static Reaction renames(String oldName, String name) {
        return event(oldName + " is now " + name);
    }

    static Reaction removes(String name) {
        return event(name + " is removed");
    }

    static Reaction says(String text) {
        return event(text);
    }

    static Reaction answers(Outcome.Result result, String... names) {
        return answer(
                Stream.of(names).map(n -> n + " " + result).collect(Collectors.joining(", ")));
    }

    /// Several results, each followed by the name it is for.
    static Reaction answersEach(Object... resultsAndNames) {
        return answer(
                IntStream.range(0, resultsAndNames.length / 2)
                        .mapToObj(i -> resultsAndNames[2 * i + 1] + " " + resultsAndNames[2 * i])
                        .collect(Collectors.joining(", ")));
    }

    static Reaction answersNothing() {
        return answer("nothing");
    }

    static Reaction applies(String summary) {
        return answer(summary);
    }

    static Reaction refuses(String reason) {
        return answer("refused: " + reason);
    }

    static Reaction finishes() {
        return event("all is down").and(answersNothing()).and(answer("the end"));
    }

    private static Reaction act(String text) {
        return new Reaction(List.of(text), List.of(), List.of());
    }

    static Reaction event(String text) {
        return new Reaction(List.of(), List.of(text), List.of());
    }

    private static Reaction answer(List<Outcome> outcomes) {
        return outcomes.isEmpty()
                ? answersNothing()
                : answer(
                        outcomes.stream()
                                .map(o -> o.name() + " " + o.result())
                                .collect(Collectors.joining(", ")));
    }

    static Reaction answer(String text) {
        return new Reaction(List.of(), List.of(), List.of(text));
    }

    /// What this effect is in words.
    ///
    /// @param name finds the name of a process by the engine's number for it
    static Reaction to(Effect effect, IntFunction<String> name) {
        return switch (effect) {
            case Effect.Launch(var id, _) -> launches(name.apply(id));
            case Effect.Send(var id, var signal, var reach) ->
                    switch (reach) {
                        case PROCESS -> sends(signal, name.apply(id));
                        case GROUP -> sendsGroup(signal, name.apply(id));
                        case TREE -> sendsTree(signal, name.apply(id));
                    };
            case Effect.Release(var id) -> releases(name.apply(id));
            case Effect.Write(var id, _, _, _) -> writes(name.apply(id));
            case Effect.Limit(var file, _) -> limits(file.toString());
            case Effect.Adopt(var id, _) -> takesUp(name.apply(id));
            case Effect.Publish _, Effect.Forget _, Effect.Remember _, Effect.Erase _ ->
                    Reaction.NOTHING;
            case Effect.Announce(var event) -> to(event);
            case Effect.Request(_, var outcomes, var receivers) ->
                    receivers.stream()
                            .map(to -> sends(to.signalled().signal(), name.apply(to.id())))
                            .reduce(answer(outcomes), Reaction::and);
            case Effect.Reply(_, var outcomes) -> answer(outcomes);
            case Effect.Applied(_, var summary) -> applies(summary.toString());
            case Effect.Refuse(_, var reason) -> refuses(reason);
            case Effect.Finish() -> answer("the end");
        };
    }

    private static Reaction to(SupervisorEvent event) {
        return switch (event) {
            case SupervisorEvent.BackingOff e -> backsOff(e.delay(), e.name().toString());
            case SupervisorEvent.StateChange e -> enters(e.to(), e.name().toString());
            case SupervisorEvent.Adopted e -> event(e.name() + " is still there, " + e.state());
            case SupervisorEvent.Killing e -> event(e.name() + " is killed");
            case SupervisorEvent.Added e -> adds(e.name().toString());
            case SupervisorEvent.Removed e -> removes(e.name().toString());
            case SupervisorEvent.Renamed e -> renames(e.oldName().toString(), e.name().toString());
            case SupervisorEvent.SupervisorStopping _ -> event("all is being stopped");
            case SupervisorEvent.SupervisorStopped _ -> event("all is down");
            default -> Reaction.NOTHING;
        };
    }
}
