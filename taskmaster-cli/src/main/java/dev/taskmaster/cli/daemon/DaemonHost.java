package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.Configuration;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.server.host.Host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A host whose clients end and reload it as its signals do.
///
/// @param host does all else
/// @param reloader reloads, one at a time
/// @param end begins to stop everything
/// @param isEnding whether that has begun
/// @param upgrade has another version take over
record DaemonHost(
        Host host,
        Reloader reloader,
        Runnable end,
        BooleanSupplier isEnding,
        Consumer<Optional<Path>> upgrade)
        implements Host {

    @Override
    public String identifier() {
        return host.identifier();
    }

    @Override
    public String version() {
        return host.version();
    }

    @Override
    public Optional<Path> log() {
        return host.log();
    }

    @Override
    public State state() {
        return isEnding.getAsBoolean() ? State.SHUTDOWN : host.state();
    }

    @Override
    public Configuration check() {
        return host.check();
    }

    @Override
    public ReloadSummary reload() throws InterruptedException {
        return reloader.now();
    }

    @Override
    public Groups groups() {
        return host.groups();
    }

    @Override
    public void shutdown() {
        end.run();
    }

    @Override
    public void restart() {
        host.restart();
    }

    @Override
    public void upgrade(Optional<Path> program) {
        upgrade.accept(program);
    }

    @Override
    public void remoteEvent(String type, String data) {
        host.remoteEvent(type, data);
    }
}
