package dev.taskmaster.cli.soak;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.NoDaemonException;
import dev.taskmaster.cli.control.RefusedException;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Does at random what people, scripts and the kernel do, until it is closed.
final class Chaos implements AutoCloseable {
    private static final int PAUSE_MILLIS_MAX = 200;

    private final Control control;
    private final Population population;
    private final Diary diary;
    private final Random random;
    private final ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;
    private volatile boolean ends;

    Chaos(Control control, Population population, Diary diary, long seed) {
        this.control = control;
        this.population = population;
        this.diary = diary;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().name("chaos").start(this::run);
    }

    private void run() {
        try {
            while (!ends) {
                Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
                var action = next();
                commands.submit(() -> attempt(action));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private static void attempt(Action action) {
        try {
            action.run();
        } catch (NoDaemonException | RefusedException | CommandRejectedException e) {
            // It was killed before or meanwhile; what was asked for is done, or not.
        } catch (IOException e) {
            // A process that was to be looked at is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Action next() {
        var names = population.names();
        var name = names.get(random.nextInt(names.size()));
        var choice = random.nextInt();
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> () -> control.start(List.of("all"));
            case 3, 4, 5 -> command(name, () -> control.stop(List.of(name)));
            case 6, 7, 8 -> command(name, () -> control.restart(List.of(name)));
            case 9 -> command(name, () -> control.beginStop(List.of(name)));
            case 10, 11 -> command(name, () -> control.signal(Signal.TERM, List.of(name)));
            case 12, 13, 14, 15, 16 -> () -> kill(choice);
            case 17 ->
                    () -> {
                        population.otherStopTime(name);
                        reload();
                    };
            case 18 ->
                    command(
                            name,
                            () -> {
                                population.newVersion(name);
                                reload();
                            });
            default -> {
                var guest = population.guest(choice);
                yield command(
                        guest,
                        () -> {
                            population.toggle(guest);
                            reload();
                        });
            }
        };
    }

    private Action command(String name, Action action) {
        return () -> {
            var from = Diary.now();
            try {
                action.run();
                diary.commanded(name, from);
            } catch (NoDaemonException | RefusedException | CommandRejectedException e) {
                diary.unanswered(name, from);
            }
        };
    }

    private void reload() throws IOException, InterruptedException {
        population.writeYaml();
        control.reload();
    }

    /// Kills a child behind the daemon's back.
    private void kill(int choice) throws IOException {
        var alive = control.status().stream().filter(process -> process.state().isAlive()).toList();
        if (alive.isEmpty()) {
            return;
        }
        var victim = alive.get(Math.floorMod(choice, alive.size()));
        if (isStill(victim)) {
            diary.killed(victim.pid());
            ProcessHandle.of(victim.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean isStill(ProcessStatus process) throws IOException {
        var command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        return command.contains("\0" + process.name().process() + "\0");
    }

    /// Ends when the last command has been answered.
    @Override
    public void close() {
        ends = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        commands.close();
    }
}
