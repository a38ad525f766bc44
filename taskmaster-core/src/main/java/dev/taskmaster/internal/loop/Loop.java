package dev.taskmaster.internal.loop;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Engine;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/// The one thread that owns all state. It takes what happened from its mailbox, asks the engine
/// what to do, and has it done; between that it sleeps, until there is mail or the engine's next
/// deadline.
public final class Loop {
    private static final System.Logger LOG = System.getLogger(Loop.class.getPackageName());

    /// How much mail is taken before it is acted upon. What many at once save is the writing of the
    /// journal; more of them would only make the first wait.
    private static final int BATCH_MAX = 32;

    private static final String CLOSED = "the supervisor is closed";

    private static final Duration LISTENER_PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>();
    private final Engine engine = new Engine();
    private final StatusBoard board = new StatusBoard();
    private final Clock clock;
    private final Listeners listeners;
    private final Launches launches;
    private final Interpreter interpreter;
    private final Optional<Survival> survival;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Moment latest;
    private boolean detached;

    private record Mail(Message message, Moment at) {}

    /// @param environment what every process inherits
    /// @param limits what every process is limited to
    /// @param survival what an earlier supervisor has left, and where it is written down for a
    ///   later one; empty if nobody is to go on after a crash
    public Loop(
            ProcessLauncher launcher,
            Map<String, String> environment,
            Map<Resource, Limit> limits,
            Listeners listeners,
            Clock clock,
            Optional<Survival> survival) {
        this.clock = clock;
        this.listeners = listeners;
        this.latest = clock.now();
        this.launches = new Launches(launcher, environment, limits, clock, this::post);
        this.interpreter =
                new Interpreter(
                        launches, board, listeners, this::post, survival, engine::remembered);
        this.survival = survival;
    }

    /// Goes on where an earlier supervisor ended, and starts the thread. It keeps the JVM alive
    /// until a shutdown is done.
    public void start() {
        survival.ifPresent(this::restore);
        Thread.ofPlatform().name("taskmaster-loop").start(this::run);
    }

    public StatusBoard board() {
        return board;
    }

    /// {@return done when everything is down after a shutdown and all threads have ended}
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /// Gives an order.
    ///
    /// @param command makes the command from its ticket
    public CompletableFuture<Answer> order(LongFunction<Command> command) {
        var answer = new CompletableFuture<Answer>();
        post(new Message.Order(command, answer));
        return answer;
    }

    /// Ends, and leaves everything running for a later supervisor to take up.
    ///
    /// @throws IllegalStateException if nothing is written down for one
    public void detach() {
        if (survival.isEmpty()) {
            throw new IllegalStateException("without a state folder, nobody could go on from here");
        }
        post(new Message.Detach());
    }

    /// Opens the logs of all processes anew.
    ///
    /// @return what went wrong
    public CompletableFuture<List<String>> reopenLogs() {
        return launches.reopenLogs();
    }

    /// Has the listeners told of something that the engine does not know.
    public void announce(SupervisorEvent event) {
        post(new Message.Happened(event));
    }

    private void post(Message message) {
        mailbox.add(new Mail(message, clock.now()));
        if (ended.isDone()) {
            refuseWhatIsLeft();
        }
    }

    private void run() {
        try {
            supervise();
        } catch (InterruptedException e) {
            LOG.log(Level.ERROR, "the loop was interrupted: supervision ends", e);
        } finally {
            end();
        }
    }

    private void supervise() throws InterruptedException {
        var batch = new ArrayList<Mail>(BATCH_MAX);
        while (!interpreter.isFinished() && !detached) {
            listeners.deliver();
            waitForMail(batch);
            batch.forEach(this::handle);
            batch.clear();
            passTime();
            interpreter.carryOut(latest);
        }
    }

    private void restore(Survival earlier) {
        interpreter.decided(engine.restore(earlier.memories(), latest));
        interpreter.carryOut(latest);
    }

    private void end() {
        if (interpreter.isFinished()) {
            survival.ifPresent(Survival::finish);
        }
        try {
            launches.close();
            listeners.drain(LISTENER_PATIENCE);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the launcher cannot be closed", e);
        } finally {
            // Whatever happened, nobody waits for ever.
            interpreter.refuseAll(CLOSED);
            ended.complete(null);
            refuseWhatIsLeft();
            listeners.close();
        }
    }

    private void waitForMail(List<Mail> batch) throws InterruptedException {
        var deadline = earlier(engine.nextDeadline(), survival.flatMap(Survival::retryAt));
        var first =
                deadline.isEmpty()
                        ? mailbox.take()
                        : mailbox.poll(
                                deadline.get().minus(clock.now().uptime()).toNanos(),
                                TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            mailbox.drainTo(batch, BATCH_MAX - 1);
        }
    }

    private static Optional<Duration> earlier(Optional<Duration> a, Optional<Duration> b) {
        return b.isEmpty() || a.isPresent() && a.get().compareTo(b.get()) < 0 ? a : b;
    }

    private void handle(Mail mail) {
        // Mail of several threads may be in another order than its times; time never goes back.
        latest = later(latest, mail.at());
        try {
            interpreter.decided(effects(mail.message(), latest));
        } catch (RuntimeException | Error e) {
            // A mistake of ours, which must not end the supervision of everything else.
            LOG.log(Level.ERROR, "cannot handle " + mail.message(), e);
            if (mail.message() instanceof Message.Order(_, var answer)) {
                var refused = new Answer.Refused("a mistake in Taskmaster: " + e);
                listeners.run(() -> answer.complete(refused));
            }
        }
    }

    private List<Effect> effects(Message message, Moment now) {
        return switch (message) {
            case Message.Order(var command, var answer) ->
                    engine.on(command.apply(interpreter.ticket(answer)), now);
            case Message.Started(var id, var process) -> {
                interpreter.started(id, process);
                yield engine.spawned(id, process.pid(), now);
            }
            case Message.Adopted(var id, var process) -> {
                interpreter.started(id, process);
                yield engine.adopted(id, process.pid(), now);
            }
            case Message.Left(var id, var remains) -> {
                interpreter.left(id, remains);
                yield List.of();
            }
            case Message.NotSpawned(var id) -> engine.notSpawned(id, now);
            case Message.Failed(var id, var reason) -> engine.spawnFailed(id, reason, now);
            case Message.Gone(var id, var status, var reason) ->
                    engine.exited(id, status, reason, now);
            case Message.KillRefused(var id, var reason) -> engine.killRefused(id, reason, now);
            case Message.Wrote wrote -> {
                interpreter.wrote(wrote, now.wall());
                yield List.of();
            }
            case Message.Detach() -> {
                detached = true;
                yield List.of(
                        new Effect.Announce(new SupervisorEvent.SupervisorDetached(now.wall())));
            }
            case Message.Happened(var event) -> List.of(new Effect.Announce(event));
        };
    }

    private void passTime() {
        latest = later(latest, clock.now());
        try {
            interpreter.decided(engine.advance(latest));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "cannot do what time demands", e);
        }
    }

    private static Moment later(Moment a, Moment b) {
        return a.uptime().compareTo(b.uptime()) > 0 ? a : b;
    }

    private void refuseWhatIsLeft() {
        for (var mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
            if (mail.message() instanceof Message.Order(_, var answer)) {
                answer.complete(new Answer.Refused(CLOSED));
            }
        }
    }
}
