package dev.taskmaster.cli.daemon;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.cli.control.LocalControl.Reload;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.event.ReloadSummary;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Reloads one at a time, however many ask for it at once.
///
/// Requests that arrive while a reload is under way are answered by one more reload after it: none
/// is lost, and the last one sees the file as it was then, or later.
public final class Reloader implements Reload {
    private static final System.Logger LOG = System.getLogger(Reloader.class.getPackageName());

    private final Reload reload;
    private final Listener listener;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger requests = new AtomicInteger();

    /// @param reload reads the configuration and applies it
    /// @param listener is told what became of requests
    public Reloader(Reload reload, Listener listener) {
        this.reload = reload;
        this.listener = listener;
    }

    /// Is told what became of requests.
    public interface Listener {
        void reloaded(ReloadSummary summary);

        void refused(ConfigException problems);
    }

    /// Reloads, when it is its turn.
    @Override
    public ReloadSummary now() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            return reload.now();
        } finally {
            turn.unlock();
        }
    }

    /// Asks for a reload and returns at once.
    public void request() {
        if (requests.getAndIncrement() == 0) {
            Thread.ofPlatform().daemon().name("taskmaster-reload").start(this::serve);
        }
    }

    private void serve() {
        int seen;
        do {
            seen = requests.get();
            reloadAndTell();
        } while (!requests.compareAndSet(seen, 0));
    }

    private void reloadAndTell() {
        try {
            listener.reloaded(now());
        } catch (ConfigException e) {
            listener.refused(e);
        } catch (CommandRejectedException e) {
            // The supervisor is shutting down, and says so elsewhere.
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } catch (RuntimeException | Error e) {
            // A mistake of ours; later requests must be served all the same.
            LOG.log(System.Logger.Level.ERROR, "the reload failed", e);
        }
    }
}
