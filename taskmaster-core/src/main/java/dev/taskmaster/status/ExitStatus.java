package dev.taskmaster.status;

import dev.taskmaster.spec.Signal;

/// How a process ended (`man 2 waitid`).
public sealed interface ExitStatus {

    /// It ended by itself.
    ///
    /// @param code 0 to 255
    record Code(int code) implements ExitStatus {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /// A signal ended it.
    ///
    /// @param signal which one
    /// @param coreDumped whether it left a core dump
    record Signalled(Signal signal, boolean coreDumped) implements ExitStatus {
        @Override
        public String toString() {
            return "terminated by " + signal + (coreDumped ? " (core dumped)" : "");
        }
    }

    /// The kernel did not tell.
    record Unknown() implements ExitStatus {
        @Override
        public String toString() {
            return "exit status unknown";
        }
    }

    /// {@return the exit code, or -1 where there is none, as supervisord reports it}
    default int codeOrMinusOne() {
        return this instanceof Code(var code) ? code : -1;
    }
}
