package dev.taskmaster.cli.soak;

import dev.taskmaster.cli.control.NoDaemonException;
import dev.taskmaster.cli.control.RemoteControl;
import dev.taskmaster.cli.control.http.Address;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Asks the daemon for something all the time, and notes for how long nobody answers.
final class Gap implements AutoCloseable {
    private static final int BETWEEN_REQUESTS_MILLIS = 2;

    private final RemoteControl control;
    private final List<Double> gaps = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ends;

    Gap(Path socket) {
        control = new RemoteControl(Address.of(socket));
        thread = Thread.ofPlatform().daemon().name("gap").start(this::run);
    }

    private void run() {
        var answered = System.nanoTime();
        var refused = false;
        while (!ends) {
            try {
                control.pid();
                var now = System.nanoTime();
                if (refused) {
                    add((now - answered) / 1e9);
                }
                answered = now;
                refused = false;
                Thread.sleep(BETWEEN_REQUESTS_MILLIS);
            } catch (NoDaemonException e) {
                refused = true;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void add(double seconds) {
        gaps.add(seconds);
    }

    /// {@return the time from the last answer before to the first answer after, in seconds, the
    /// shortest first}
    synchronized List<Double> seconds() {
        return gaps.stream().sorted().toList();
    }

    @Override
    public void close() {
        ends = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
