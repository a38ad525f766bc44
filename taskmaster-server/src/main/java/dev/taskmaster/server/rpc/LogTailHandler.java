package dev.taskmaster.server.rpc;

import dev.taskmaster.Supervisor;
import dev.taskmaster.log.LogFile;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.server.http.Escapes;
import dev.taskmaster.server.http.Handler;
import dev.taskmaster.server.http.HttpException;
import dev.taskmaster.server.http.Request;
import dev.taskmaster.server.http.Response;
import dev.taskmaster.server.tail.LogStream;
import dev.taskmaster.status.ProcessStatus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Follows logs without end, as `supervisorctl tail -f` wants it: `/logtail/NAME`,
/// `/logtail/NAME/stderr` and `/mainlogtail`.
public final class LogTailHandler implements Handler {
    private static final String PREFIX = "/logtail/";
    private static final int LAST_BYTES = 1024;

    private final Selection selection;
    private final Host host;

    /// @param supervisor whose processes' logs are followed
    /// @param host the program it runs in
    public LogTailHandler(Supervisor supervisor, Host host) {
        this.selection = new Selection(supervisor, host.groups());
        this.host = host;
    }

    @Override
    public Response handle(Request request) throws HttpException {
        if (!request.method().equals("GET")) {
            throw new HttpException(400, "expected GET");
        }
        var path = Escapes.decode(request.path());
        var log = path.startsWith(PREFIX) ? log(path.substring(PREFIX.length())) : host.log();
        return follow(
                log.filter(Files::exists)
                        .orElseThrow(() -> new HttpException(404, "there is no such log")));
    }

    private Optional<Path> log(String nameAndChannel) throws HttpException {
        var slash = nameAndChannel.indexOf('/');
        var name = slash < 0 ? nameAndChannel : nameAndChannel.substring(0, slash);
        var channel = slash < 0 ? "stdout" : nameAndChannel.substring(slash + 1);
        try {
            var status = selection.status(selection.one(name));
            return switch (channel) {
                case "stdout" -> status.flatMap(ProcessStatus::stdout);
                case "stderr" -> status.flatMap(ProcessStatus::stderr);
                default -> Optional.empty();
            };
        } catch (RpcException e) {
            return Optional.empty();
        }
    }

    private static Response follow(Path log) {
        var file = new LogFile(log);
        return Response.streaming(
                        "text/plain;charset=utf-8",
                        sink -> new LogStream(file, file.place(LAST_BYTES)).writeTo(sink))
                .with("X-Accel-Buffering", "no");
    }
}
