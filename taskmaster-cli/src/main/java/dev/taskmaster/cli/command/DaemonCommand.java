package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.CannotRunException;
import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.daemon.Succession;
import dev.taskmaster.cli.verb.ExitCode;

import picocli.CommandLine.Model.CommandSpec;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `taskmaster daemon`: supervises in the background.
final class DaemonCommand implements Callable<Integer> {
    private final Streams streams;

    private final ConfigOption config = new ConfigOption();

    DaemonCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        return Described.as(
                        "daemon",
                        this,
                        "Supervise in the background.",
                        "Returns when the daemon answers its clients, or says why it does not.",
                        "As the first process of a container it stays in the foreground, as 'run --no-shell'.")
                .addOption(config.spec());
    }

    @Override
    public Integer call() throws InterruptedException {
        var setup = config.load(streams);
        if (setup.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        var file = setup.get().file().path().toString();
        try {
            if (Daemon.isInit()) {
                // Everything in a container ends with its first process.
                return new Foreground(
                                setup.get(),
                                Optional.of(streams.err()),
                                Succession.run(false, setup.get().file().path()),
                                streams.err())
                        .run();
            }
            Launcher.current()
                    .detach(
                            List.of(),
                            List.of("run", "--no-shell", "--quiet", "-c", file),
                            setup.get());
            return ExitCode.DONE.number();
        } catch (CannotRunException e) {
            streams.complain(e.getMessage());
            return ExitCode.FAILED.number();
        }
    }
}
