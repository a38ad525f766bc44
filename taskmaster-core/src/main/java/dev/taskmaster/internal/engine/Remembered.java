package dev.taskmaster.internal.engine;

import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ExitStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// All that the engine knows of one process, for a later engine to go on from.
///
/// @param id the engine's number for it
/// @param spec what was wanted of it
/// @param life what had become of it
public record Remembered(int id, ProcessSpec spec, Life life) {

    /// @param phase where it was in its life
    /// @param leaving whether it was to be forgotten when it is down
    /// @param touched whether it was ever started or stopped
    /// @param mayRestart whether it was to be started again when it ends; not so during a shutdown
    public record Life(
            Phase phase,
            boolean leaving,
            boolean touched,
            boolean mayRestart,
            Optional<Instant> started,
            Optional<Instant> stopped,
            Optional<ExitStatus> exitStatus,
            Optional<Instant> nextStart,
            Optional<Path> stdout,
            Optional<Path> stderr,
            String reason,
            int tries) {

        private Life in(Phase newPhase, boolean newTouched, String newReason) {
            return new Life(
                    newPhase,
                    leaving,
                    newTouched,
                    true,
                    started,
                    stopped,
                    exitStatus,
                    nextStart,
                    stdout,
                    stderr,
                    newReason,
                    tries);
        }
    }

    /// The same as it is to go on.
    ///
    /// If the supervisor was shutting down when it died, what it had brought down already is as if
    /// it had never been started, and what was still stopping comes up again if it is to start by
    /// itself: whoever starts a supervisor wants its programs.
    ///
    /// @param uptime by the same clock, which counts from the start of the machine
    Remembered resumed(Duration uptime) {
        var endedEarly = !life.mayRestart();
        var again = endedEarly && spec.start().autostart() && !life.leaving();
        var next =
                switch (life.phase()) {
                    case Phase.Starting(var pid, var streak, var since) ->
                            new Phase.Starting(pid, streak, notAfter(uptime, since));
                    case Phase.Running(var pid, var crashes, var since) ->
                            new Phase.Running(pid, crashes, notAfter(uptime, since));
                    case Phase.Stopping(var pid, var startAgain, var killed, var since) ->
                            new Phase.Stopping(
                                    pid, startAgain || again, killed, notAfter(uptime, since));
                    case Phase.Unknown(var pid, var startAgain) ->
                            new Phase.Unknown(pid, startAgain || again);
                    case Phase.Spawning(var streak, _) when again ->
                            new Phase.Spawning(streak, Phase.Wish.RESTART);
                    case Phase.Stopped _, Phase.Exited _, Phase.Fatal _ when endedEarly ->
                            new Phase.Stopped(Streak.NONE);
                    case Phase.Spawning _,
                            Phase.Waiting _,
                            Phase.Backoff _,
                            Phase.Stopped _,
                            Phase.Exited _,
                            Phase.Fatal _ ->
                            life.phase();
                };
        var untouched = endedEarly && next.isDown();
        var reason = untouched ? "" : life.reason();
        return new Remembered(id, spec, life.in(next, life.touched() && !untouched, reason));
    }

    private static Duration notAfter(Duration uptime, Duration since) {
        return since.compareTo(uptime) > 0 ? uptime : since;
    }
}
