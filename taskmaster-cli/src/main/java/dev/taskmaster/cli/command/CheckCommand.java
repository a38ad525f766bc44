package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.cli.verb.Configure;
import dev.taskmaster.cli.verb.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `taskmaster check`: says what is wrong with a configuration.
@Command(
        name = "check",
        description = "Read the configuration and print every problem with its place.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Streams streams;

    @Mixin private ConfigOption config;

    CheckCommand(Streams streams) {
        this.streams = streams;
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
