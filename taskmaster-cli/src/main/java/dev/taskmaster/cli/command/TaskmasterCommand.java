package dev.taskmaster.cli.command;

import dev.taskmaster.cli.control.http.HttpClient;
import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.cli.verb.Verbs;

import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// `taskmaster`: the command that holds the others.
public final class TaskmasterCommand implements Callable<Integer> {
    private final CommandSpec spec =
            Described.as(
                    "taskmaster",
                    this,
                    "Starts programs, keeps them alive and always knows whether each is.");

    private TaskmasterCommand() {
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Exit codes: 0 done, 1 failed, 2 not understood or bad configuration, 3 not running,"
                                + " 4 no daemon.");
    }

    /// The verbs of the shell that are commands too; `check` is one of its own.
    private static final Set<String> NOT_FOR_CLIENTS = Set.of("check", "help");

    /// The commands that tell of the others.
    private static final Set<String> NEEDS_ALL = Set.of("help", "completion");

    /// The commands that supervise in their own process.
    private static final Set<String> STARTS_PROCESSES = Set.of("run", "supervisord");

    /// The commands that have nothing to do with a daemon.
    private static final Set<String> NEEDS_NO_SOCKET =
            Set.of("", "help", "completion", "version", "check", "convert");

    /// Runs the command that some arguments ask for.
    ///
    /// @return its exit code
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        var streams = new Streams(in, out, err);
        var named = args.length > 0 ? args[0] : "";
        if (STARTS_PROCESSES.contains(named)) {
            beside(
                    () -> {
                        Daemon.prepare();
                        HttpClient.prepare();
                    });
        } else if (!NEEDS_NO_SOCKET.contains(named)) {
            beside(HttpClient::prepare);
        }
        if (named.equals("supervisord")) {
            return supervisord(streams, List.of(args).subList(1, args.length));
        }
        var version = new VersionCommand(streams);
        var command = new CommandLine(new TaskmasterCommand().spec);
        var commands = commands(streams, version);
        if (NEEDS_ALL.contains(named) || !commands.containsKey(named)) {
            command.addSubcommand(new HelpCommand());
            commands.forEach((name, made) -> command.addSubcommand(name, made.get()));
        } else {
            command.addSubcommand(named, commands.get(named).get());
        }
        // Holds for the commands that were added before.
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        command.setParameterExceptionHandler(TaskmasterCommand::misunderstood);
        command.getCommandSpec().versionProvider(version);
        command.getSubcommands()
                .values()
                .forEach(subcommand -> subcommand.getCommandSpec().versionProvider(version));
        return command.execute(args);
    }

    /// All commands by name, each to be made when it is needed: picocli takes as long to learn of
    /// all of them as `status` does for everything else.
    private static Map<String, Supplier<CommandSpec>> commands(
            Streams streams, VersionCommand version) {
        var commands = new LinkedHashMap<String, Supplier<CommandSpec>>();
        commands.put("run", () -> new RunCommand(streams).spec());
        commands.put("daemon", () -> new DaemonCommand(streams).spec());
        commands.put("shell", () -> new ShellCommand(streams).spec());
        commands.put("check", () -> new CheckCommand(streams).spec());
        commands.put("convert", () -> new ConvertCommand(streams).spec());
        commands.put("completion", () -> new CompletionCommand(streams).spec());
        commands.put("version", version::spec);
        var verbs = new Verbs();
        verbs.all().stream()
                .filter(verb -> !NOT_FOR_CLIENTS.contains(verb.name()))
                .forEach(
                        verb ->
                                commands.put(
                                        verb.name(), () -> ClientCommand.of(streams, verbs, verb)));
        return commands;
    }

    /// Gets the JVM ready for what comes after the configuration is read, beside that. What goes
    /// wrong here goes wrong again where it is needed, and is told there.
    private static void beside(Runnable preparation) {
        Thread.ofPlatform()
                .daemon()
                .name("taskmaster-prepare")
                .uncaughtExceptionHandler((_, _) -> {})
                .start(preparation);
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
