package dev.taskmaster.server.rpc;

import dev.taskmaster.Supervisor;
import dev.taskmaster.server.xmlrpc.ResponseWriter;
import dev.taskmaster.server.xmlrpc.ResponseWriter.Encoded;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ProcessStatus;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/// The answer to `getAllProcessInfo`, which is a megabyte for a thousand processes.
///
/// It tells the time in whole seconds; until the next one begins, or something changes, every
/// client gets what was written for the first. Any thread may call.
final class AllProcessInfo {
    private final Supervisor supervisor;
    private final InstantSource clock;
    private volatile Written last =
            new Written(0, List.of(), List.of(), ResponseWriter.encode(List.of()));

    /// An answer, and what it says.
    private record Written(
            long second, List<ProcessStatus> statuses, List<ProcessSpec> specs, Encoded xml) {

        boolean stillSays(long second, List<ProcessStatus> statuses, List<ProcessSpec> specs) {
            return second == this.second
                    && isSame(statuses, this.statuses)
                    && isSame(specs, this.specs);
        }

        /// A state that changes is another object.
        private static boolean isSame(List<?> now, List<?> then) {
            return now.size() == then.size()
                    && IntStream.range(0, now.size()).allMatch(i -> now.get(i) == then.get(i));
        }
    }

    AllProcessInfo(Supervisor supervisor, InstantSource clock) {
        this.supervisor = supervisor;
        this.clock = clock;
    }

    /// {@return a struct for each process, by group and name}
    Encoded now() {
        var now = clock.instant();
        var statuses = supervisor.status();
        var specs = supervisor.specs();
        var written = last;
        if (!written.stillSays(now.getEpochSecond(), statuses, specs)) {
            var byName = new HashMap<ProcessName, ProcessStatus>();
            statuses.forEach(status -> byName.put(status.name(), status));
            var infos =
                    specs.stream()
                            .filter(spec -> byName.containsKey(spec.name()))
                            .map(spec -> ProcessInfo.of(spec, byName.get(spec.name()), now))
                            .toList();
            written =
                    new Written(
                            now.getEpochSecond(), statuses, specs, ResponseWriter.encode(infos));
            last = written;
        }
        return written.xml();
    }
}
