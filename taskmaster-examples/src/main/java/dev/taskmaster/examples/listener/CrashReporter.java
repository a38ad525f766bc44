package dev.taskmaster.examples.listener;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;

import java.util.function.Consumer;

/// Reports every process that ends unexpectedly or cannot be started, to a pager for example.
///
/// It may take its time: a listener delays neither the supervision nor other listeners.
///
/// {@snippet :
/// var supervisor = Supervisor.builder().listener(new CrashReporter(pager::send)).build();
/// }
public final class CrashReporter implements EventListener {
    private final Consumer<String> report;

    /// @param report takes each report
    public CrashReporter(Consumer<String> report) {
        this.report = report;
    }

    // @start region="listener"
    @Override
    public void on(SupervisorEvent event) {
        switch (event) {
            case SupervisorEvent.Exited exited when !exited.expected() ->
                    report.accept(exited.name() + " crashed: " + exited.status());
            case SupervisorEvent.Fatal fatal ->
                    report.accept(fatal.name() + " cannot be started: " + fatal.reason());
            default -> {
                // Events may be added in later versions.
            }
        }
    }
    // @end
}
