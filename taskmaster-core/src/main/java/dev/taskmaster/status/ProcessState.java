package dev.taskmaster.status;

/// The state of a process, with supervisord's names and numbers.
///
/// Source: supervisord docs/subprocess.rst and states.py.
public enum ProcessState {
    /// Not running, because it was stopped or was never started.
    STOPPED(0),
    /// Started, but not up for long enough to be RUNNING.
    STARTING(10),
    /// Up.
    RUNNING(20),
    /// Not running; it will be started again after a wait.
    BACKOFF(30),
    /// Asked to end, but not gone yet.
    STOPPING(40),
    /// Not running, because it ended by itself after it was RUNNING.
    EXITED(100),
    /// Not running, because it could not be started.
    FATAL(200),
    /// Still there, but out of control: the system did not let the supervisor kill it.
    UNKNOWN(1000);

    private final int code;

    ProcessState(int code) {
        this.code = code;
    }

    /// {@return supervisord's number}
    public int code() {
        return code;
    }

    /// {@return whether it is RUNNING or on its way there: a start is refused}
    public boolean isUp() {
        return switch (this) {
            case STARTING, RUNNING, BACKOFF -> true;
            case STOPPED, STOPPING, EXITED, FATAL, UNKNOWN -> false;
        };
    }

    /// {@return whether nothing runs and nothing will without a command: a start is possible}
    public boolean isDown() {
        return switch (this) {
            case STOPPED, EXITED, FATAL -> true;
            case STARTING, RUNNING, BACKOFF, STOPPING, UNKNOWN -> false;
        };
    }

    /// {@return whether there is a process}
    public boolean isAlive() {
        return switch (this) {
            case STARTING, RUNNING, STOPPING, UNKNOWN -> true;
            case STOPPED, BACKOFF, EXITED, FATAL -> false;
        };
    }
}
