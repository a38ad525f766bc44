package dev.taskmaster.internal.loop;

import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ExitStatus;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/// Everything that can reach the loop: the whole list of what makes it do something, but for time.
sealed interface Message {
    /// @param command the command, once it has its ticket
    record Order(LongFunction<Command> command, CompletableFuture<Answer> answer)
            implements Message {}

    record Started(int id, RunningProcess process) implements Message {}

    /// A process that an earlier supervisor has started lives.
    record Adopted(int id, RunningProcess process) implements Message {}

    /// A process that an earlier supervisor has started is gone, as is told next, but has left
    /// something.
    record Left(int id, RunningProcess remains) implements Message {}

    /// A process that an earlier supervisor was about to start was never started.
    record NotSpawned(int id) implements Message {}

    record Failed(int id, String reason) implements Message {}

    record Gone(int id, ExitStatus status, String reason) implements Message {}

    /// The system refused to kill a process.
    record KillRefused(int id, String reason) implements Message {}

    /// Something that listeners to output are to get.
    record Wrote(int id, ProcessName name, Channel channel, byte[] bytes, boolean captured)
            implements Message {}

    /// The supervisor is to end, and everything else to go on.
    record Detach() implements Message {}

    /// Something that others than the engine have noticed.
    record Happened(SupervisorEvent event) implements Message {}
}
