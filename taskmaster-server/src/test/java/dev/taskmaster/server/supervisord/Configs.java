package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.LogConfig;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Signal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Parts of a supervisord.conf with every option at its default.
final class Configs {
    private Configs() {}

    static ProcessConfig process(String program, String name) {
        return process(program, name, false);
    }

    /// @param events whether its output makes PROCESS_LOG events
    static ProcessConfig process(String program, String name, boolean events) {
        var log = new LogConfig(new LogConfig.Target.None(), 0, 0, 0, events, false);
        return new ProcessConfig(
                name,
                program,
                0,
                "/bin/cat",
                Optional.empty(),
                OptionalInt.empty(),
                999,
                true,
                Autorestart.UNEXPECTED,
                1,
                3,
                log,
                log,
                Signal.TERM,
                10,
                false,
                false,
                List.of(0),
                false,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }
}
