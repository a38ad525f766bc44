package dev.taskmaster.log;

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

/// How much an event matters.
public enum EventLevel {
    /// As it is meant to be.
    INFO,
    /// Not as it is meant to be, but something is being done about it.
    WARN,
    /// Somebody has to do something.
    ERROR;

    /// {@return how much this event matters}
    public static EventLevel of(SupervisorEvent event) {
        return switch (event) {
            case Exited exited -> exited.expected() ? INFO : WARN;
            case BackingOff _, Killing _, OutputHeld _ -> WARN;
            case Fatal _, Unknown _, ReloadRefused _ -> ERROR;
            case Starting _,
                    Spawned _,
                    Adopted _,
                    Running _,
                    Stopping _,
                    Stopped _,
                    Ended _,
                    Signalled _,
                    Added _,
                    Removed _,
                    Renamed _,
                    OutputResumed _,
                    SupervisorStarted _,
                    SupervisorStopping _,
                    SupervisorStopped _,
                    SupervisorDetached _,
                    Reloaded _ ->
                    INFO;
        };
    }
}
