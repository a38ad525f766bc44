package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.ExitCode;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.concurrent.Callable;

/// `taskmaster completion`: a script that has a shell complete commands and options.
final class CompletionCommand implements Callable<Integer> {
    private final Streams streams;

    private final PositionalParamSpec shell =
            PositionalParamSpec.builder()
                    .required(true)
                    .paramLabel("SHELL")
                    .type(Shell.class)
                    .description("${COMPLETION-CANDIDATES}")
                    .build();
    private final CommandSpec spec =
            Described.as(
                            "completion",
                            this,
                            "Print a script that completes commands and options.",
                            "bash, zsh: source <(taskmaster completion bash)",
                            "fish: taskmaster completion fish | source")
                    .addPositional(shell);

    /// A shell that there is a script for.
    enum Shell {
        bash,
        zsh,
        fish
    }

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        streams.out()
                .print(
                        switch (shell.<Shell>getValue()) {
                            // The same script: in zsh it turns on the completion of bash.
                            case bash, zsh -> AutoComplete.bash("taskmaster", root);
                            case fish -> fish(root);
                        });
        return ExitCode.DONE.number();
    }

    private static String fish(CommandLine root) {
        var script = new StringBuilder("complete -c taskmaster -f\n");
        root.getSubcommands()
                .forEach(
                        (name, command) -> {
                            var spec = command.getCommandSpec();
                            var description =
                                    String.join(" ", spec.usageMessage().description())
                                            .replace("%n", " ")
                                            .strip();
                            script.append(
                                    "complete -c taskmaster -n __fish_use_subcommand -a %s -d %s\n"
                                            .formatted(name, quoted(description)));
                            spec.options().stream()
                                    .filter(option -> !option.hidden())
                                    .forEach(option -> append(script, name, option));
                        });
        return script.toString();
    }

    private static void append(
            StringBuilder script, String command, CommandLine.Model.OptionSpec o) {
        script.append("complete -c taskmaster -n '__fish_seen_subcommand_from " + command + "'");
        for (var name : o.names()) {
            script.append(
                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1));
        }
        if (o.arity().max() > 0) {
            script.append(" -r -F");
        }
        script.append(" -d " + quoted(String.join(" ", o.description())) + "\n");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
