package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Conversion;
import dev.taskmaster.config.SupervisordFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `taskmaster convert`: a supervisord.conf as YAML.
@Command(
        name = "convert",
        description = {
            "Print a supervisord.conf as YAML.",
            "What YAML cannot say is told on stderr, one line each."
        },
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The supervisord.conf.")
    private Path file;

    ConvertCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        try {
            var conversion = Conversion.of(SupervisordFile.at(file).load());
            streams.out().print(conversion.yaml());
            conversion.notCarried().forEach(streams.err()::println);
            return ExitCode.DONE.number();
        } catch (ConfigException e) {
            e.problems().forEach(streams.err()::println);
            return ExitCode.USAGE.number();
        }
    }
}
