package dev.taskmaster.cli.verb;

/// How a command ended, for scripts.
public enum ExitCode {
    /// Done.
    DONE(0),
    /// It failed.
    FAILED(1),
    /// It was not understood, or the configuration is not valid.
    USAGE(2),
    /// What was asked about does not run (LSB, `status`).
    NOT_RUNNING(3),
    /// There is no supervisor to ask, or not any more.
    NO_DAEMON(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// {@return what the shell that ran the command gets to see}
    public int number() {
        return number;
    }
}
