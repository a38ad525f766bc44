package dev.taskmaster.internal.loop;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/// Runs errands one after another, in their order, but not for the price of waiting for one that
/// hangs: those behind it go on in another thread.
///
/// One thread runs errands. Another is its relief, which is there from the beginning on, as there
/// may be no threads left when it is needed. When the relief has taken over, it gets one of its
/// own; whoever comes back from an errand that had hung becomes that, or ends.
final class Relay implements Executor, AutoCloseable {
    /// How long an errand may take until those behind it go on.
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /// The same while others hang already, as they often do for the same reason.
    private static final Duration PATIENCE_LOST = Duration.ofMillis(20);

    /// So many may hang without holding up the others.
    private static final int HANGING_MAX = 256;

    private static final System.Logger LOG = System.getLogger(Relay.class.getPackageName());

    private final ThreadFactory factory;

    // Guarded by this:
    private final Queue<Runnable> errands = new ArrayDeque<>();
    private Thread runner;
    private Thread relief;
    private boolean isBusy;
    private long busySince;
    private int hanging;
    private boolean isClosed;

    Relay(ThreadFactory factory) {
        this.factory = factory;
        synchronized (this) {
            runner = factory.newThread(this::serve);
            runner.start();
            getRelief();
        }
    }

    /// @throws RejectedExecutionException if it is closed
    @Override
    public synchronized void execute(Runnable errand) {
        if (isClosed) {
            throw new RejectedExecutionException("closed");
        }
        errands.add(errand);
        notifyAll();
    }

    /// {@return whether all is done that was to be done, and more may come}
    synchronized boolean isIdle() {
        return errands.isEmpty() && !isBusy && hanging == 0 && !isClosed;
    }

    private void getRelief() {
        try {
            relief = factory.newThread(this::serve);
            relief.start();
        } catch (OutOfMemoryError e) {
            // Of native threads: whoever comes back is the next one.
            relief = null;
        }
    }

    private void serve() {
        var me = Thread.currentThread();
        for (var errand = next(me); errand != null; errand = next(me)) {
            try {
                errand.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "an errand failed", e);
            }
            done(me);
        }
    }

    /// {@return the next errand for a thread, as soon as there is one; null if it is to end}
    private synchronized Runnable next(Thread me) {
        while (me == runner || me == relief) {
            if (me == relief && isHanging()) {
                hanging++;
                isBusy = false;
                runner = me;
                getRelief();
            } else if (me == runner && !errands.isEmpty()) {
                isBusy = true;
                busySince = System.nanoTime();
                if (isClosed) {
                    notifyAll();
                }
                return errands.remove();
            } else if (isClosed && errands.isEmpty()) {
                return null;
            } else {
                pause(me == relief && !errands.isEmpty() ? patienceLeft() : 0);
            }
        }
        return null;
    }

    private synchronized void done(Thread me) {
        if (me == runner) {
            isBusy = false;
        } else {
            hanging--;
            relief = relief == null ? me : relief;
        }
        notifyAll();
    }

    /// Whether somebody waits behind an errand that takes too long.
    private boolean isHanging() {
        return isBusy && !errands.isEmpty() && hanging < HANGING_MAX && patienceLeft() <= 0;
    }

    /// {@return how many nanoseconds those who wait have to bear with the errand that is run now,
    /// or is about to be}
    private long patienceLeft() {
        var patience = hanging == 0 ? PATIENCE : PATIENCE_LOST;
        return patience.toNanos() - (isBusy ? System.nanoTime() - busySince : 0);
    }

    /// @param nanos 0 or less for as long as nothing changes
    private void pause(long nanos) {
        try {
            // In whole milliseconds, and never less than one, as 0 is for ever.
            wait(nanos <= 0 ? 0 : Duration.ofNanos(nanos).plusNanos(999_999).toMillis());
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "interrupted, which is not how these threads end", e);
        }
    }

    /// Waits until all is done that does not hang.
    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
        while (!errands.isEmpty() || isBusy && patienceLeft() > 0) {
            pause(isBusy && errands.isEmpty() ? patienceLeft() : 0);
        }
    }
}
