package dev.taskmaster.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.concurrent.Callable;

/// What picocli is told of every command. Not by annotations: for those it has the JVM make classes
/// and look at fields, which was about a third of what `status` took.
final class Described {
    private Described() {}

    /// {@return a command with a description and the options that all have}
    static CommandSpec as(String name, Callable<Integer> command, String... description) {
        var spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage().description(description);
        return spec.addOption(
                        flag("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help message and exit.")
                                .build())
                .addOption(
                        flag("-V", "--version")
                                .versionHelp(true)
                                .description("Print version information and exit.")
                                .build());
    }

    /// {@return an option that is there or not: its value is a boolean}
    static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).initialValue(false);
    }
}
