package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.cli.verb.Configure;
import dev.taskmaster.cli.verb.ExitCode;

import picocli.CommandLine.Model.CommandSpec;

import java.util.concurrent.Callable;

/// `taskmaster check`: says what is wrong with a configuration.
final class CheckCommand implements Callable<Integer> {
    private final Streams streams;

    private final ConfigOption config = new ConfigOption();

    CheckCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        return Described.as(
                        "check",
                        this,
                        "Read the configuration and print every problem with its place.")
                .addOption(config.spec());
    }

    @Override
    public Integer call() {
        var loaded = config.load(streams);
        loaded.flatMap(Setup::supervisord)
                .ifPresent(
                        it ->
                                it.loaded()
                                        .warnings()
                                        .forEach(w -> streams.err().println("warning: " + w)));
        loaded.ifPresent(
                it ->
                        streams.out()
                                .println(
                                        it.file().path()
                                                + ": "
                                                + Configure.summary(it.configuration())));
        return (loaded.isPresent() ? ExitCode.DONE : ExitCode.USAGE).number();
    }
}
