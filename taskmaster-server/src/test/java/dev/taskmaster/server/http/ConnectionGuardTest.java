package dev.taskmaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

class ConnectionGuardTest {
    private static final Limits LIMITS =
            new Limits(
                    1000, 1000, 1000, 2, Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1));

    private final Tasks tasks = new Tasks();
    private final ConnectionGuard guard = new ConnectionGuard(LIMITS, tasks);

    /// Runs what is scheduled when the test says so.
    private static final class Tasks extends AbstractLifeCycle implements Scheduler {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit unit) {
            tasks.add(task);
            return () -> false;
        }

        void runOne() {
            tasks.remove().run();
        }
    }

    /// A connection on which as many bytes came as a test says.
    private static final class Client extends ByteArrayEndPoint {
        long bytes;

        Client() {
            setConnection(
                    new AbstractConnection(this, Runnable::run) {
                        @Override
                        public void onFillable() {}

                        @Override
                        public long getBytesIn() {
                            return bytes;
                        }
                    });
        }
    }

    @Test
    void closesWhoBeginsARequestAndDoesNotEndIt() {
        var client = new Client();
        guard.waitFor(client);
        tasks.runOne();
        assertThat(client.isOpen()).as("it may be silent").isTrue();
        client.bytes = 1;
        tasks.runOne();
        assertThat(client.isOpen()).as("it has begun").isTrue();
        client.bytes = 2;
        tasks.runOne();
        assertThat(client.isOpen()).as("it takes too long").isFalse();
    }

    @Test
    void leavesAloneWhoWaitsForItsAnswer() {
        var client = new Client();
        guard.waitFor(client);
        client.bytes = 100;
        tasks.runOne();
        guard.received(client);
        tasks.runOne();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void closesWhoWasWaitedForTheLongest() {
        var clients = new Client[] {new Client(), new Client(), new Client()};
        for (var client : clients) {
            guard.waitFor(client);
        }
        guard.received(clients[0]);
        guard.evict();
        assertThat(clients).extracting(Client::isOpen).containsExactly(true, false, true);
    }

    @Test
    void schedulesNothingWhereThereIsNoConnection() {
        var client = new Client();
        guard.waitFor(client);
        client.close();
        guard.waitFor(client); // as the end of an answer to a client that is gone does
        tasks.runOne();
        assertThat(tasks.tasks).isEmpty();
    }
}
