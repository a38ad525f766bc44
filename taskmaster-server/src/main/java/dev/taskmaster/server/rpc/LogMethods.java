package dev.taskmaster.server.rpc;

import dev.taskmaster.log.LogFile;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The methods that read and empty logs.
///
/// Logs are bytes, and XML is text: what is not UTF-8 is read as U+FFFD. An answer has at most 16
/// MiB of a log.
final class LogMethods {
    private static final int BYTES_MAX = 16 << 20;
    private static final String NAME = "the name, `group:name`";

    private final Selection selection;
    private final Host host;

    LogMethods(Selection selection, Host host) {
        this.selection = selection;
        this.host = host;
    }

    Stream<Method> all() {
        var readLog =
                Method.named("supervisor.readLog", "Reads the log of the supervisor.")
                        .param("int", "offset", "where to begin, or minus how much of the end")
                        .param("int", "length", "how much, 0 for all; 0 with a negative offset")
                        .returns("string", "what it says", p -> read(host.log(), p, 0));
        var readStdout = reader("supervisor.readProcessStdoutLog", ProcessStatus::stdout);
        var tailStdout = tailer("supervisor.tailProcessStdoutLog", ProcessStatus::stdout);
        var clear =
                Method.named("supervisor.clearProcessLogs", "Empties the logs of a process.")
                        .param("string", "name", NAME)
                        .returns("boolean", "true", this::clearProcessLogs);
        return Stream.of(
                readLog,
                readLog.as("supervisor.readMainLog"),
                Method.named("supervisor.clearLog", "Empties the log of the supervisor.")
                        .returns("boolean", "true", _ -> clearLog()),
                readStdout,
                readStdout.as("supervisor.readProcessLog"),
                reader("supervisor.readProcessStderrLog", ProcessStatus::stderr),
                tailStdout,
                tailStdout.as("supervisor.tailProcessLog"),
                tailer("supervisor.tailProcessStderrLog", ProcessStatus::stderr),
                clear,
                clear.as("supervisor.clearProcessLog"),
                Method.named("supervisor.clearAllProcessLogs", "Empties the logs of all processes.")
                        .returns(
                                "array",
                                "one struct per process: name, group, status, description",
                                _ -> clearAllProcessLogs()));
    }

    private Method reader(String name, Function<ProcessStatus, Optional<Path>> log) {
        return Method.named(name, "Reads a log of a process.")
                .param("string", "name", NAME)
                .param("int", "offset", "where to begin, or minus how much of the end")
                .param("int", "length", "how much, 0 for all; 0 with a negative offset")
                .returns("string", "what it says", p -> read(log(p, log), p, 1));
    }

    private Method tailer(String name, Function<ProcessStatus, Optional<Path>> log) {
        return Method.named(
                        name, "Reads the end of a log of a process, for who asks again and again.")
                .param("string", "name", NAME)
                .param("int", "offset", "the offset of the answer before, or 0")
                .param("int", "length", "how much at most")
                .returns(
                        "array",
                        "what it says, the offset to ask with next, and whether there was more",
                        p -> tail(log(p, log), p));
    }

    private Optional<Path> log(Params params, Function<ProcessStatus, Optional<Path>> log)
            throws RpcException {
        return selection.status(selection.one(params.text(0))).flatMap(log);
    }

    private static Object read(Optional<Path> log, Params params, int first) throws RpcException {
        if (log.isEmpty()) {
            throw new RpcException(FaultCode.NO_FILE);
        }
        if (!Files.exists(log.get())) {
            throw new RpcException(FaultCode.NO_FILE, log.get().toString());
        }
        var offset = params.number(first);
        var length = params.number(first + 1);
        if (length < 0 || offset < 0 && length != 0) {
            throw new RpcException(FaultCode.BAD_ARGUMENTS);
        }
        try {
            var file = new LogFile(log.get());
            var bytes =
                    offset < 0
                            ? file.last(Math.min(-Math.max(offset, -Long.MAX_VALUE), BYTES_MAX))
                            : file.read(
                                    offset, length == 0 ? BYTES_MAX : Math.min(length, BYTES_MAX));
            return text(bytes);
        } catch (IOException e) {
            throw new RpcException(FaultCode.FAILED);
        }
    }

    private static Object tail(Optional<Path> log, Params params) throws RpcException {
        if (log.isEmpty() || !Files.exists(log.get())) {
            return List.of("", 0, false);
        }
        var offset = params.number(1);
        try {
            var length = Math.clamp(params.number(2), -BYTES_MAX, BYTES_MAX);
            var tail = new LogFile(log.get()).tail(offset, length);
            return List.of(text(tail.bytes()), tail.offset(), tail.overflow());
        } catch (IOException e) {
            return List.of("", offset, false);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Object clearLog() throws RpcException {
        var log = host.log().filter(Files::exists);
        if (log.isEmpty()) {
            throw new RpcException(FaultCode.NO_FILE);
        }
        try {
            empty(log.get());
            return true;
        } catch (IOException e) {
            throw new RpcException(FaultCode.FAILED);
        }
    }

    private Object clearProcessLogs(Params params) throws RpcException {
        clear(selection.one(params.text(0)), params.text(0));
        return true;
    }

    private List<Object> clearAllProcessLogs() {
        var results = new ArrayList<>();
        for (var spec : selection.all()) {
            try {
                clear(spec, spec.name().toString());
                results.add(ProcessMethods.status(spec.name(), FaultCode.SUCCESS, "OK"));
            } catch (RpcException e) {
                results.add(ProcessMethods.status(spec.name(), e.code(), e.getMessage()));
            }
        }
        return results;
    }

    private void clear(ProcessSpec spec, String name) throws RpcException {
        try {
            var status = selection.status(spec);
            for (var log :
                    List.of(
                            status.flatMap(ProcessStatus::stdout),
                            status.flatMap(ProcessStatus::stderr))) {
                if (log.isPresent()) {
                    empty(log.get());
                }
            }
        } catch (IOException e) {
            throw new RpcException(FaultCode.FAILED, name);
        }
    }

    /// Whoever writes it appends, and so goes on at its new end.
    private static void empty(Path log) throws IOException {
        if (Files.isRegularFile(log)) {
            FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        }
    }
}
