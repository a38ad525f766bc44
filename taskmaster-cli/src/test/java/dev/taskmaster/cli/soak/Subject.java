package dev.taskmaster.cli.soak;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The daemon that all is done to.
final class Subject {
    private static final int PATIENCE_SECONDS = 60;

    private final List<String> command;
    private final Path folder;
    private final Diary diary;
    private Process process;

    Subject(List<String> command, Path folder, Diary diary) {
        this.command = command;
        this.folder = folder;
        this.diary = diary;
    }

    /// Starts it, and waits until it answers.
    void start() throws IOException, InterruptedException {
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("daemon.out").toFile()))
                        .start();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the daemon does not come up; see " + folder);
            }
            Thread.sleep(5);
        }
    }

    boolean answers() {
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(address);
        } catch (IOException e) {
            return false;
        }
    }

    /// Kills it as nothing can be helped against, and starts the next one a while later.
    void replace(long absentMillis) throws IOException, InterruptedException {
        var from = Diary.now();
        process.destroyForcibly().waitFor();
        Thread.sleep(absentMillis);
        start();
        diary.absent(from);
    }

    void send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }

    /// {@return whether it ends in time}
    boolean ends() throws InterruptedException {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void destroy() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
