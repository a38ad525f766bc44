package dev.taskmaster.cli.shell;

import dev.taskmaster.cli.control.*;
import dev.taskmaster.config.*;
import dev.taskmaster.event.*;
import dev.taskmaster.spec.*;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.*;

import java.io.*;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.*;
import java.util.*;
import java.util.function.Consumer;

class FakeSupervisor implements Control {
    public static void main(String[] a) throws Exception {
        var ann = new Announcer(System::nanoTime);
        var sh =
                Shell.open(
                        new FakeSupervisor(),
                        Path.of(a[0]),
                        ann,
                        () -> {
                            System.out.println("SIGINT from outside");
                            System.exit(9);
                        });
        dev.taskmaster.cli.daemon.Signals.on(
                "INT",
                () -> {
                    System.out.println("SIGINT early");
                    System.exit(8);
                });
        dev.taskmaster.cli.daemon.Signals.on("TERM", sh::close);
        dev.taskmaster.cli.daemon.Signals.on(
                "HUP",
                () -> {
                    var l = sh.isTerminalLost();
                    try {
                        java.nio.file.Files.writeString(Path.of(a[0] + ".hup"), "lost " + l + "\n");
                    } catch (IOException e) {
                    }
                    if (l) sh.close();
                    else ann.say("hup");
                });
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                for (int i = 0; ; i++) {
                                    Thread.sleep(3000);
                                    if (a.length > 1)
                                        for (int k = 0; k < Integer.parseInt(a[1]); k++)
                                            ann.say("event " + i + " " + k);
                                }
                            } catch (InterruptedException e) {
                            }
                        });
        sh.run();
        System.out.println("left");
    }

    public long pid() {
        return 1;
    }

    ProcessStatus st(String g, String p, ProcessState s) {
        return new ProcessStatus(
                new ProcessName(g, p),
                p,
                s,
                s.isAlive() ? 4242 : 0,
                Optional.of(Instant.now().minusSeconds(77)),
                Optional.empty(),
                Optional.empty(),
                s == ProcessState.FATAL ? "no such file" : "",
                0,
                Optional.empty(),
                Optional.of(Path.of("/tmp/x")),
                Optional.empty());
    }

    public List<ProcessStatus> status() {
        return List.of(
                st("web", "web", ProcessState.RUNNING),
                st("worker", "worker_00", ProcessState.RUNNING),
                st("worker", "worker_01", ProcessState.STOPPED),
                st("bad", "bad", ProcessState.FATAL));
    }

    List<Outcome> o(List<String> n) {
        return n.stream()
                .map(
                        x ->
                                x.equals("wbe")
                                        ? new Outcome(x, Outcome.Result.NO_SUCH_PROCESS)
                                        : new Outcome(x, Outcome.Result.DONE))
                .toList();
    }

    public List<Outcome> start(List<String> n) throws InterruptedException {
        Thread.sleep(n.contains("bad") ? 5000 : 10);
        return o(n);
    }

    public List<Outcome> stop(List<String> n) {
        return o(n);
    }

    public List<Outcome> restart(List<String> n) {
        return o(n);
    }

    public List<Outcome> signal(Signal s, List<String> n) {
        return o(n);
    }

    public ReloadSummary reload() {
        return new ReloadSummary(List.of(), List.of(), List.of(), List.of(), 3);
    }

    public Configuration check() {
        throw new ConfigException(List.of(new Problem(Path.of("/x.yml"), 3, 4, "bad")));
    }

    public byte[] tail(ProcessName n, Channel c, long b) {
        return "a\nb\nc".getBytes();
    }

    public Closeable follow(ProcessName n, Channel c, long b, Consumer<ByteBuffer> r) {
        r.accept(ByteBuffer.wrap("following\n".getBytes()));
        return () -> {};
    }

    public Closeable events(int l, Consumer<SupervisorEvent> c) {
        return () -> {};
    }
}
