package dev.taskmaster.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Where things are if the configuration does not say: its file itself, the state folder, the
/// socket. Only says so; makes nothing.
///
/// Source: XDG Base Directory Specification 0.8; Filesystem Hierarchy Standard 3.0.
record DefaultPlaces(Surroundings surroundings) {
    /// What fits into a `sockaddr_un` with its final NUL (`man 7 unix`).
    static final int SOCKET_BYTES_MAX = 107;

    private static final String OURS = "taskmaster";

    /// {@return where a configuration file is looked for, in this order}
    List<Path> configFiles() {
        var folders = new ArrayList<Path>();
        folders.add(surroundings.folder());
        xdg("XDG_CONFIG_HOME")
                .or(() -> home().map(home -> home.resolve(".config")))
                .ifPresent(config -> folders.add(config.resolve(OURS)));
        folders.add(Path.of("/etc", OURS));
        return folders.stream()
                .flatMap(
                        folder ->
                                List.of("taskmaster.yml", "taskmaster.yaml").stream()
                                        .map(folder::resolve))
                .toList();
    }

    /// The folder for what must outlive the supervisor. Two configurations never share one, since
    /// its name comes from the whole path of the file.
    Path stateDir(Path configFile) {
        if (surroundings.root()) {
            return Path.of("/var/lib", OURS, name(configFile));
        }
        return xdg("XDG_STATE_HOME")
                .or(() -> home().map(home -> home.resolve(".local/state")))
                .map(state -> state.resolve(OURS).resolve(name(configFile)))
                .filter(DefaultPlaces::canBeWritten)
                .orElseGet(() -> temporary().resolve(name(configFile)));
    }

    Path socket(Path configFile, Path stateDir) {
        var file = name(configFile) + ".sock";
        var socket =
                surroundings.root()
                        ? Path.of("/run", OURS, file)
                        : xdg("XDG_RUNTIME_DIR")
                                .map(runtime -> runtime.resolve(OURS).resolve(file))
                                .orElseGet(() -> stateDir.resolve(OURS + ".sock"));
        return bytes(socket) > SOCKET_BYTES_MAX ? temporary().resolve(file) : socket;
    }

    /// {@return how many bytes a path has for the kernel}
    static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private Path temporary() {
        return Path.of("/tmp", OURS + "-" + surroundings.user());
    }

    /// `web-1f2e3d4c` for `/srv/web.yml`.
    private static String name(Path configFile) {
        var file = configFile.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        var base = file.replaceFirst("(?<=.)\\.(ya?ml|conf|ini)$", "");
        return base.substring(0, Math.min(base.length(), 32)) + "-" + hash(configFile);
    }

    private static String hash(Path path) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(path.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Optional<Path> home() {
        return Optional.of(surroundings.home()).filter(Path::isAbsolute);
    }

    /// The value of such a variable; one that is not absolute is to be ignored.
    private Optional<Path> xdg(String variable) {
        return Optional.ofNullable(surroundings.variables().get(variable))
                .filter(value -> value.startsWith("/") && value.indexOf('\0') < 0)
                .map(Path::of);
    }

    private static boolean canBeWritten(Path folder) {
        var existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    }
}
