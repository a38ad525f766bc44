package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.ExitCode;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;

/// `taskmaster version`: says which version this is.
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    private final Streams streams;

    VersionCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        return Described.as("version", this, "Print the version.");
    }

    @Override
    public Integer call() {
        streams.out().println(getVersion()[0]);
        return ExitCode.DONE.number();
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /// {@return `taskmaster 1.2.3`}
    static String text() {
        return "taskmaster " + number();
    }

    /// {@return `1.2.3`}
    static String number() {
        var properties = new Properties();
        try (var in = VersionCommand.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
