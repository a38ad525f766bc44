package dev.taskmaster.cli.command;

import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.cli.verb.Verbs;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// `taskmaster`: the command that holds the others.
@Command(
        name = "taskmaster",
        description = "Starts programs, keeps them alive and always knows whether each is.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 not understood or bad configuration, 3 not running,"
                    + " 4 no daemon."
        })
public final class TaskmasterCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    private TaskmasterCommand() {}

    /// The verbs of the shell that are commands too; `check` is one of its own.
    private static final Set<String> NOT_FOR_CLIENTS = Set.of("check", "help");

    /// Runs the command that some arguments ask for.
    ///
    /// @return its exit code
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        var streams = new Streams(in, out, err);
        if (args.length > 0 && args[0].equals("supervisord")) {
            return supervisord(streams, List.of(args).subList(1, args.length));
        }
        var version = new VersionCommand(streams);
        var command =
                new CommandLine(new TaskmasterCommand())
                        .addSubcommand(new RunCommand(streams))
                        .addSubcommand(new DaemonCommand(streams))
                        .addSubcommand(new ShellCommand(streams))
                        .addSubcommand(new CheckCommand(streams))
                        .addSubcommand(new ConvertCommand(streams))
                        .addSubcommand(new CompletionCommand(streams))
                        .addSubcommand(version)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        var verbs = new Verbs();
        verbs.all().stream()
                .filter(verb -> !NOT_FOR_CLIENTS.contains(verb.name()))
                .forEach(
                        verb ->
                                command.addSubcommand(
                                        verb.name(), ClientCommand.of(streams, verbs, verb)));
        command.setParameterExceptionHandler(TaskmasterCommand::misunderstood);
        command.getCommandSpec().versionProvider(version);
        command.getSubcommands()
                .values()
                .forEach(subcommand -> subcommand.getCommandSpec().versionProvider(version));
        return command.execute(args);
    }

    /// The message is enough: a page of help above it would hide it.
    private static int misunderstood(CommandLine.ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        command.getErr().println("taskmaster: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE.number();
    }

    /// Its command line is not read as the others are.
    private static int supervisord(Streams streams, List<String> arguments) {
        try {
            return new SupervisordCommand(streams).run(arguments);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    /// Without a command there is nothing to do but to say what there is.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.number();
    }
}
