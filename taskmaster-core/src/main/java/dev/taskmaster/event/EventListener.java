package dev.taskmaster.event;

/// Is told what happens.
///
/// Each listener has a queue and a thread of its own: it gets every event, in order, one at a time,
/// and however slow it is, it delays neither the supervision nor other listeners. A listener that
/// throws is reported and kept.
@FunctionalInterface
public interface EventListener {

    /// Called for each event, by the listener's own thread.
    void on(SupervisorEvent event);

    /// Called, by the listener's own thread, when it was so far behind that events had to be
    /// dropped.
    ///
    /// @param count how many were dropped since the last call
    default void missed(long count) {}
}
