package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.Console;
import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.cli.verb.Verb;
import dev.taskmaster.cli.verb.Verbs;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `taskmaster status` and the like: a verb of the shell, done by a daemon.
final class ClientCommand implements Callable<Integer> {
    private final Streams streams;
    private final Verbs verbs;
    private final Verb verb;
    private final Connection connection = new Connection();
    private final CommandSpec spec;

    private ClientCommand(Streams streams, Verbs verbs, Verb verb) {
        this.streams = streams;
        this.verbs = verbs;
        this.verb = verb;
        this.spec = Described.as(verb.name(), this, sentence(verb.summary()));
    }

    /// {@return a verb as a command}
    static CommandSpec of(Streams streams, Verbs verbs, Verb verb) {
        var command = new ClientCommand(streams, verbs, verb);
        command.describe();
        return command.spec;
    }

    private void describe() {
        connection.options().forEach(spec::addOption);
        spec.usageMessage()
                .customSynopsis("taskmaster " + verb.name() + " [OPTIONS] " + verb.usage())
                .footer(verb.help().toArray(String[]::new));
        for (var option : verb.options()) {
            var builder =
                    OptionSpec.builder(option.name()).description(sentence(option.description()));
            option.value()
                    .ifPresentOrElse(
                            label -> builder.type(String.class).paramLabel(label),
                            () -> builder.type(boolean.class));
            spec.addOption(builder.build());
        }
        if (!verb.usage().isEmpty()) {
            spec.addPositional(
                    PositionalParamSpec.builder()
                            .paramLabel("NAME")
                            .arity("0..*")
                            .type(String[].class)
                            .hidden(true)
                            .build());
        }
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1) + ".";
    }

    @Override
    public Integer call() throws InterruptedException {
        var control = connection.control(streams);
        if (control.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        var console = new Console(streams.out(), streams.err(), streams.style());
        return verbs.run(words(), control.get(), console).number();
    }

    /// What was given, as the words of a line of the shell.
    private List<String> words() {
        var parsed = spec.commandLine().getParseResult();
        var words = new ArrayList<String>();
        words.add(verb.name());
        for (var option : verb.options()) {
            if (parsed.hasMatchedOption(option.name())) {
                words.add(option.name());
                option.value()
                        .ifPresent(_ -> words.add(parsed.matchedOptionValue(option.name(), "")));
            }
        }
        words.add("--");
        parsed.matchedPositionals().forEach(positional -> words.addAll(positional.stringValues()));
        return words;
    }
}
