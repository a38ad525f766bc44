package dev.taskmaster.log;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.Added;
import dev.taskmaster.event.SupervisorEvent.Adopted;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.Ended;
import dev.taskmaster.event.SupervisorEvent.Exited;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.Killing;
import dev.taskmaster.event.SupervisorEvent.OutputHeld;
import dev.taskmaster.event.SupervisorEvent.OutputResumed;
import dev.taskmaster.event.SupervisorEvent.ReloadRefused;
import dev.taskmaster.event.SupervisorEvent.Reloaded;
import dev.taskmaster.event.SupervisorEvent.Removed;
import dev.taskmaster.event.SupervisorEvent.Renamed;
import dev.taskmaster.event.SupervisorEvent.Running;
import dev.taskmaster.event.SupervisorEvent.Signalled;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorDetached;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopped;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;
import dev.taskmaster.event.SupervisorEvent.Unknown;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Every event, as the examples of docs/reference/events.md.
final class EventSamples {
    static final Instant AT = Instant.parse("2026-11-22T21:30:00.123456Z");
    static final ProcessName WEB = ProcessName.of("web");
    static final ProcessName WORKER = new ProcessName("workers", "worker_03");
    private static final Path LOG = Path.of("/var/log/web.log");

    private EventSamples() {}

    static List<SupervisorEvent> all() {
        return List.of(
                new SupervisorStarted(AT, 7),
                new Added(AT, WORKER),
                new Starting(AT, WEB, ProcessState.STOPPED, 0),
                new Starting(AT, WEB, ProcessState.BACKOFF, 2),
                new Spawned(AT, WEB, 42),
                new Running(AT, WEB, ProcessState.STARTING, 42, Duration.ofSeconds(5)),
                new Ended(AT, WEB, 42, new ExitStatus.Code(1), false),
                new Exited(AT, WEB, ProcessState.RUNNING, 42, new ExitStatus.Code(0), true),
                new Exited(
                        AT,
                        WEB,
                        ProcessState.RUNNING,
                        42,
                        new ExitStatus.Signalled(new Signal(11), true),
                        false),
                new Exited(AT, WEB, ProcessState.RUNNING, 42, new ExitStatus.Unknown(), false),
                new BackingOff(
                        AT,
                        WEB,
                        ProcessState.STARTING,
                        2,
                        Duration.ofMillis(1500),
                        "exited too quickly (exit status 1)"),
                new Fatal(AT, WEB, ProcessState.BACKOFF, "no such file: /usr/bin/nginx"),
                new Signalled(AT, WORKER, 43, Signal.HUP),
                new Stopping(AT, WORKER, ProcessState.RUNNING, 43, Signal.TERM),
                new Killing(AT, WORKER, 43),
                new Unknown(
                        AT,
                        WORKER,
                        ProcessState.STOPPING,
                        43,
                        "cannot send SIGKILL to worker (pid 43): Operation not permitted"),
                new Stopped(AT, WORKER, ProcessState.STOPPING, 43),
                new OutputHeld(AT, WEB, LOG, "No space left on device"),
                new Adopted(AT, WEB, ProcessState.RUNNING, 42),
                new OutputResumed(AT, WEB, LOG),
                new Reloaded(
                        AT,
                        new ReloadSummary(
                                List.of(ProcessName.of("cache")),
                                List.of(),
                                List.of(WEB),
                                List.of(),
                                40,
                                List.of("socket"))),
                new ReloadRefused(
                        AT,
                        List.of(
                                "taskmaster.yml:3:5: programs.web.stopsignal: unknown signal"
                                        + " \"TERMM\"",
                                "taskmaster.yml:9:5: programs.db.cmd: is missing")),
                new Renamed(AT, new ProcessName("workers", "worker_00"), WEB),
                new Removed(AT, WORKER),
                new SupervisorStopping(AT),
                new SupervisorDetached(AT),
                new SupervisorStopped(AT));
    }
}
