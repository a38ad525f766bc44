package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.spec.ProgramSpec;

import java.util.List;
import java.util.stream.Collectors;

/// What happens, in as few words as will do to understand a failure.
final class Words {
    private Words() {}

    static String of(Object happened) {
        return switch (happened) {
            case Command.Apply(_, var programs, _) -> "Apply " + programs(programs);
            case Command.Add(_, var program) -> "Add " + programs(List.of(program));
            case Command.Write(_, var name, _) -> "Write " + name;
            default -> happened.toString();
        };
    }

    static String of(Effect effect) {
        return switch (effect) {
            case Effect.Launch(var id, var spec) -> "Launch " + id + " " + spec.name();
            case Effect.Write(var id, _, _, _) -> "Write " + id;
            case Effect.Announce(var event) -> event.toString();
            case Effect.Publish(var s, _) ->
                    "Publish %s %s pid %d %s".formatted(s.name(), s.state(), s.pid(), s.reason());
            case Effect.Remember(var memory) ->
                    "Remember %d %s".formatted(memory.id(), memory.life().phase());
            case Effect.Adopt(var id, var spec) -> "Adopt " + id + " " + spec.name();
            case Effect.Erase _,
                    Effect.Send _,
                    Effect.Limit _,
                    Effect.Request _,
                    Effect.Release _,
                    Effect.Forget _,
                    Effect.Reply _,
                    Effect.Applied _,
                    Effect.Refuse _,
                    Effect.Finish _ ->
                    effect.toString();
        };
    }

    private static String programs(List<ProgramSpec> programs) {
        return programs.stream()
                .map(program -> program.processes().size() + " of " + program(program))
                .collect(Collectors.joining());
    }

    private static String program(ProgramSpec program) {
        var process = program.processes().getFirst();
        return "%s:%s %s%n        %s%n        %s%n        %s"
                .formatted(
                        program.group(),
                        program.name(),
                        process.template().cmd(),
                        process.start(),
                        process.restart(),
                        process.stop());
    }
}
