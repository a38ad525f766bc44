package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.OutputListener;
import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.StateChange;
import dev.taskmaster.server.supervisord.ListenerPool.Action;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Outcome;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tells event listeners, `[eventlistener:x]`, what happens, as supervisord does: a listener of the
/// supervisor that writes events to the stdin of processes, and reads their answers from their
/// stdout.
///
/// It learns of processes' states and output from the supervisor. Of groups it is told by
/// [SupervisordGroups], before the supervisor is: a group is there for the listeners as soon as the
/// supervisor says so of its first process, so that they hear everything in its order.
///
/// May be used by any thread; nothing here waits for a process or a disk.
public final class ListenerPools implements OutputListener, AutoCloseable {
    /// An event that is longer cannot be written to the stdin of a process in one piece: launchers
    /// take 1 MiB, which has to hold its header too.
    static final int PAYLOAD_BYTES_MAX = (1 << 20) - (1 << 12);

    private final Stdin stdin;
    private final DaemonLog log;
    private final Ticker ticker = new Ticker(this::publish);

    // All guarded by this.
    private String identifier;
    private final Map<String, ListenerPool> pools = new LinkedHashMap<>();
    private final Map<ProcessName, ProcessConfig> processes = new HashMap<>();
    private final ArrayDeque<Arrival> arriving = new ArrayDeque<>();
    private final Set<String> departing = new HashSet<>();
    private long lastSerial = -1;

    /// Writes to the stdin of a process: [dev.taskmaster.Supervisor#write].
    @FunctionalInterface
    public interface Stdin {
        CompletableFuture<List<Outcome>> write(String process, byte[] bytes);
    }

    /// Groups that come together.
    ///
    /// @param all whether they are all there are, because the daemon starts
    private record Arrival(List<GroupConfig> groups, boolean all) {
        boolean has(String group) {
            return groups.stream().anyMatch(g -> g.name().equals(group));
        }
    }

    /// @param identifier what the daemon calls itself
    public ListenerPools(String identifier, Stdin stdin, DaemonLog log) {
        this.identifier = Objects.requireNonNull(identifier);
        this.stdin = Objects.requireNonNull(stdin);
        this.log = Objects.requireNonNull(log);
    }

    /// A client sent an event of its own: `sendRemoteCommEvent`.
    public void remoteCommunication(String type, String data) {
        publish(SupervisordEvents.remoteCommunication(type, data));
    }

    /// The daemon calls itself otherwise from now on.
    synchronized void identify(String newIdentifier) {
        identifier = newIdentifier;
    }

    /// These and no other groups are about to be supervised: the daemon starts.
    synchronized void expectAll(Collection<GroupConfig> groups) {
        expect(new Arrival(List.copyOf(groups), true));
    }

    /// These and no other groups are there already: an earlier daemon has started them.
    synchronized void goOnWith(Collection<GroupConfig> groups) {
        arrive(new Arrival(List.copyOf(groups), true));
    }

    /// One more group is about to be supervised.
    synchronized void expect(GroupConfig group) {
        expect(new Arrival(List.of(group), false));
    }

    private void expect(Arrival arrival) {
        if (arrival.groups().stream().allMatch(group -> group.processes().isEmpty())) {
            arrive(arrival);
        } else {
            arriving.add(arrival);
        }
    }

    /// A group is about to be supervised no more.
    synchronized void expectNoMore(GroupConfig group) {
        if (group.processes().isEmpty()) {
            depart(group.name());
        } else {
            departing.add(group.name());
        }
    }

    /// All processes are about to be stopped, to be started anew.
    synchronized void restarting() {
        publish(SupervisordEvents.stopping());
    }

    @Override
    public synchronized void on(SupervisorEvent event) {
        switch (event) {
            case SupervisorEvent.Added added -> arrived(a -> a.has(added.name().group()));
            case SupervisorEvent.Removed removed -> {
                if (departing.remove(removed.name().group())) {
                    depart(removed.name().group());
                }
            }
            default -> {}
        }
        if (!pools.isEmpty()) {
            SupervisordEvents.of(event).ifPresent(this::publish);
        }
        if (event instanceof StateChange change) {
            pool(change.name())
                    .ifPresent(pool -> carryOut(pool, pool.entered(change.name(), change.to())));
        }
    }

    @Override
    public synchronized void output(ProcessOutput output) {
        var pool = pool(output.name());
        var stdout = output.channel() == Channel.STDOUT;
        if (pool.isPresent() && stdout) {
            carryOut(pool.get(), pool.get().wrote(output.name(), output.bytes()));
            return;
        }
        var process = processes.get(output.name());
        if (process != null
                && (output.captured()
                        || (stdout ? process.stdout() : process.stderr()).eventsEnabled())) {
            publish(SupervisordEvents.type(output), () -> SupervisordEvents.of(output));
        }
    }

    @Override
    public synchronized void missed(long count) {
        arrived(_ -> true);
        List.copyOf(departing).forEach(this::depart);
        departing.clear();
        log.say(
                LogLevel.ERROR,
                count + " events came faster than they could be handed on, and were lost");
    }

    private void arrived(Predicate<Arrival> which) {
        if (arriving.isEmpty()) {
            return;
        }
        var here = arriving.stream().filter(which).toList();
        arriving.removeAll(here);
        here.forEach(this::arrive);
    }

    private void arrive(Arrival arrival) {
        if (arrival.all()) {
            pools.clear();
            processes.clear();
        }
        for (var group : arrival.groups()) {
            for (var process : group.processes()) {
                processes.put(new ProcessName(group.name(), process.name()), process);
            }
            if (group.kind() instanceof GroupConfig.Listeners listeners) {
                pools.put(group.name(), new ListenerPool(group, listeners));
            }
            publish(SupervisordEvents.groupAdded(group.name()));
        }
        if (arrival.all()) {
            publish(SupervisordEvents.running());
        }
        ticker.want(wantedTicks());
    }

    private void depart(String group) {
        processes.keySet().removeIf(process -> process.group().equals(group));
        pools.remove(group);
        publish(SupervisordEvents.groupRemoved(group));
        ticker.want(wantedTicks());
    }

    private Set<EventType> wantedTicks() {
        return TickClock.all().stream()
                .filter(tick -> pools.values().stream().anyMatch(pool -> pool.wants(tick)))
                .collect(Collectors.toSet());
    }

    private void publish(SupervisordEvent event) {
        publish(event.type(), () -> event);
    }

    /// @param made makes the event, which nobody may want
    private synchronized void publish(EventType type, Supplier<SupervisordEvent> made) {
        var interested = pools.values().stream().filter(pool -> pool.wants(type)).toList();
        if (interested.isEmpty()) {
            return;
        }
        var event = made.get();
        var size = event.payload().getBytes(StandardCharsets.UTF_8).length;
        if (size > PAYLOAD_BYTES_MAX) {
            log.say(
                    LogLevel.ERROR,
                    "discarding an event %s of %d bytes, more than %d cannot be handed on"
                            .formatted(event.type(), size, PAYLOAD_BYTES_MAX));
            return;
        }
        var serial = ++lastSerial;
        interested.forEach(pool -> carryOut(pool, pool.accept(event, serial)));
    }

    private Optional<ListenerPool> pool(ProcessName process) {
        return Optional.ofNullable(pools.get(process.group()));
    }

    private void carryOut(ListenerPool pool, List<Action> actions) {
        for (var action : actions) {
            switch (action) {
                case Action.Say(var level, var message) -> log.say(level, message);
                case Action.Send send -> send(pool, send);
            }
        }
    }

    private void send(ListenerPool pool, Action.Send send) {
        var envelope = send.event().envelope(identifier, pool.name());
        stdin.write(send.listener().toString(), envelope.getBytes(StandardCharsets.UTF_8))
                .whenComplete(
                        (outcomes, failure) -> {
                            if (failure != null || !outcomes.stream().allMatch(Outcome::isDone)) {
                                undelivered(pool, send);
                            }
                        });
    }

    private synchronized void undelivered(ListenerPool pool, Action.Send send) {
        carryOut(pool, pool.undelivered(send.listener(), send.event()));
    }

    /// Makes no more TICK events.
    @Override
    public synchronized void close() {
        ticker.close();
    }
}
