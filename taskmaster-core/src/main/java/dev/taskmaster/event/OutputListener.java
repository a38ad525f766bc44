package dev.taskmaster.event;

/// Is told what happens, and what processes write: those whose output is
/// [dev.taskmaster.spec.Output.Tapped] with a [dev.taskmaster.spec.Tap] that says so.
///
/// Events and output come in the order in which they happened. A listener that is too far behind
/// loses output as it loses events.
public interface OutputListener extends EventListener {

    /// Called for each piece of output, by the listener's own thread.
    void output(ProcessOutput output);
}
