package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Conversion;
import dev.taskmaster.config.SupervisordFile;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `taskmaster convert`: a supervisord.conf as YAML.
final class ConvertCommand implements Callable<Integer> {
    private final Streams streams;

    private final PositionalParamSpec file =
            PositionalParamSpec.builder()
                    .required(true)
                    .paramLabel("FILE")
                    .type(Path.class)
                    .converters(Path::of)
                    .description("The supervisord.conf.")
                    .build();

    ConvertCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        return Described.as(
                        "convert",
                        this,
                        "Print a supervisord.conf as YAML.",
                        "What YAML cannot say is told on stderr, one line each.")
                .addPositional(file);
    }

    @Override
    public Integer call() {
        try {
            var conversion = Conversion.of(SupervisordFile.at(file.getValue()).load());
            streams.out().print(conversion.yaml());
            conversion.notCarried().forEach(streams.err()::println);
            return ExitCode.DONE.number();
        } catch (ConfigException e) {
            e.problems().forEach(streams.err()::println);
            return ExitCode.USAGE.number();
        }
    }
}
