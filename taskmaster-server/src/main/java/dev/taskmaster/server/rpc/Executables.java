package dev.taskmaster.server.rpc;

import dev.taskmaster.spec.LaunchSpec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Looks for the program of a process before it is started, as supervisord does: what cannot be
/// found need not be tried.
final class Executables {
    private static final String DEFAULT_PATH = "/bin:/usr/bin:/usr/local/bin";

    private Executables() {}

    /// @throws RpcException NO_FILE or NOT_EXECUTABLE if it can be told that a start would fail
    static void check(LaunchSpec launch) throws RpcException {
        var command = launch.cmd().getFirst();
        var place =
                places(launch, command).stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                FaultCode.NO_FILE,
                                                "can't find command '" + command + "'"));
        if (Files.isDirectory(place)) {
            throw new RpcException(
                    FaultCode.NOT_EXECUTABLE, "command at '" + place + "' is a directory");
        }
        if (!Files.isExecutable(place)) {
            throw new RpcException(
                    FaultCode.NOT_EXECUTABLE, "command at '" + place + "' is not executable");
        }
    }

    private static List<Path> places(LaunchSpec launch, String command) {
        if (command.contains("/")) {
            return launch.workingDir().isPresent() && !command.startsWith("/")
                    ? List.of(Path.of(command), launch.workingDir().get().resolve(command))
                    : List.of(Path.of(command));
        }
        var inherited = System.getenv().getOrDefault("PATH", DEFAULT_PATH);
        return Arrays.stream(launch.env().getOrDefault("PATH", inherited).split(":"))
                .map(folder -> Path.of(folder).resolve(command))
                .toList();
    }
}
