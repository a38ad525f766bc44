package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.status.ExitStatus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Records what a launcher tells about one launch, and lets a test wait for it.
public final class Observed implements LaunchObserver {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<RunningProcess> process = Optional.empty();
    private volatile Optional<ExitStatus> status = Optional.empty();
    private volatile String reason = "";
    private volatile Runnable onExit = () -> {};

    @Override
    public void started(RunningProcess started) {
        process = Optional.of(started);
        told.add("started");
        decided.countDown();
    }

    @Override
    public void failed(String why) {
        reason = why;
        told.add("failed");
        decided.countDown();
        ended.countDown();
    }

    @Override
    public void exited(ExitStatus how) {
        status = Optional.of(how);
        onExit.run();
        told.add("exited");
        ended.countDown();
    }

    @Override
    public void exited(ExitStatus how, String why) {
        reason = why;
        exited(how);
    }

    /// Has something run at the very moment of the exit, on the launcher's thread.
    public Observed onExit(Runnable action) {
        onExit = action;
        return this;
    }

    /// {@return the process, once it is started}
    public RunningProcess process() {
        await(decided);
        return process.orElseThrow(() -> new AssertionError("not started: " + reason));
    }

    /// {@return how it ended, once it has}
    public ExitStatus status() {
        await(ended);
        return status.orElseThrow(() -> new AssertionError("not started: " + reason));
    }

    /// {@return why it was not started, once that is told}
    public String failure() {
        await(decided);
        assertThat(told).containsExactly("failed");
        return reason;
    }

    /// {@return what was told beside the status}
    public String reason() {
        return reason;
    }

    /// {@return whether it was started, once that is told}
    public boolean isStarted() {
        await(decided);
        return process.isPresent();
    }

    public boolean hasExited() {
        return status.isPresent();
    }

    /// {@return the names of the methods called so far, in their order}
    public List<String> told() {
        return told;
    }

    private void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("told so far: %s", told)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
