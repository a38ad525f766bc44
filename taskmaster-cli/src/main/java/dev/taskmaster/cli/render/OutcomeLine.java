package dev.taskmaster.cli.render;

import dev.taskmaster.status.Outcome;

import java.util.Collection;

/// What became of a command for one process, as a line.
///
/// @param done what is said where it did what it was asked for: `started`, for example
/// @param known the names that there are, one of which is suggested where there is no such name
/// @param style colours failures
public record OutcomeLine(String done, Collection<String> known, Style style) {

    /// {@return `web: started`, `web: already started`, `web: cannot be started: no such file`}
    public String text(Outcome outcome) {
        var name = outcome.name();
        return switch (outcome.result()) {
            case DONE -> name + ": " + done;
            case ALREADY_STARTED -> name + ": already started";
            case NOT_RUNNING -> name + ": not running";
            case NO_SUCH_PROCESS -> unknown("no such process: ", name);
            case NO_SUCH_GROUP -> unknown("no such group: ", name);
            case SPAWN_ERROR -> failure(outcome, "cannot be started");
            case ABNORMAL_TERMINATION -> failure(outcome, "went another way");
            case FAILED -> failure(outcome, "failed");
            case SHUTTING_DOWN -> failure(outcome, "refused, the supervisor is shutting down");
        };
    }

    private String unknown(String what, String name) {
        return style.error(what + name + Suggestion.text(name, known));
    }

    private String failure(Outcome outcome, String what) {
        var detail = outcome.detail().isEmpty() ? "" : ": " + outcome.detail();
        return outcome.name() + ": " + style.error(what + detail);
    }
}
