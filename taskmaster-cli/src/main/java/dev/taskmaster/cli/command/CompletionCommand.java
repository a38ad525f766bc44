package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.ExitCode;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `taskmaster completion`: a script that has a shell complete commands and options.
@Command(
        name = "completion",
        description = {
            "Print a script that completes commands and options.",
            "bash, zsh: source <(taskmaster completion bash)",
            "fish: taskmaster completion fish | source"
        },
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    private final Streams streams;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    /// A shell that there is a script for.
    enum Shell {
        bash,
        zsh,
        fish
    }

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        streams.out()
                .print(
                        switch (shell) {
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
