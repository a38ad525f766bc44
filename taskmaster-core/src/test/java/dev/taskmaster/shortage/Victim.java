package dev.taskmaster.shortage;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.log.EventLog;
import dev.taskmaster.log.EventText;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the JVM of an [OtherSupervisor] runs: a supervisor that obeys words on its stdin, until
/// that ends. Says what it answers and what happens.
final class Victim {
    /// In pieces of this size the heap is filled.
    private static final int PIECE_BYTES = 64 << 10;

    private final Path file;
    private final Supervisor supervisor;
    private final List<byte[]> ballast = new ArrayList<>();

    private Victim(Path file, Supervisor supervisor) {
        this.file = file;
        this.supervisor = supervisor;
    }

    public static void main(String[] args) throws Exception {
        var file = Path.of(args[0]);
        try (var supervisor =
                        Supervisor.builder()
                                .stateDir(Path.of(args[1]))
                                .listener(EventLog.toStream(System.out, new EventText()))
                                .build();
                var words =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var victim = new Victim(file, supervisor);
            supervisor.reload(ConfigFile.at(file)).join();
            System.out.println("ready");
            for (var line = words.readLine(); line != null; line = words.readLine()) {
                System.out.println("done " + line + ": " + victim.obey(line.split(" ")));
            }
        }
    }

    private Object obey(String... words) {
        return switch (words[0]) {
            case "start" -> supervisor.start(words[1]).join();
            case "stop" -> supervisor.stop(words[1]).join();
            case "restart" -> supervisor.restart(words[1]).join();
            case "reload" -> supervisor.reload(ConfigFile.at(file)).join();
            case "fill" -> fill(Long.parseLong(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /// Fills the heap until so many bytes are left.
    private String fill(long leftBytes) {
        var runtime = Runtime.getRuntime();
        while (true) {
            var used = runtime.totalMemory() - runtime.freeMemory();
            if (runtime.maxMemory() - used < leftBytes + PIECE_BYTES) {
                System.gc();
                used = runtime.totalMemory() - runtime.freeMemory();
                if (runtime.maxMemory() - used < leftBytes + PIECE_BYTES) {
                    return ballast.size() + " pieces";
                }
            }
            ballast.add(new byte[PIECE_BYTES]);
        }
    }
}
