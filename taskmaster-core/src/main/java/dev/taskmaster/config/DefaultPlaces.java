package dev.taskmaster.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Where things are if the configuration does not say: its file itself, the state folder, the
/// socket. Only says so; makes nothing.
///
/// Source: XDG Base Directory Specification 0.8; Filesystem Hierarchy Standard 3.0.
///
/// @param surroundings what it depends on
/// @param writable whether files can be made in a folder, which need not be there yet
record DefaultPlaces(Surroundings surroundings, Predicate<Path> writable) {
    /// What fits into a `sockaddr_un` with its final NUL (`man 7 unix`).
    static final int SOCKET_BYTES_MAX = 107;

    private static final String OURS = "taskmaster";

    DefaultPlaces(Surroundings surroundings) {
        this(surroundings, DefaultPlaces::canBeWritten);
    }

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

    /// The folder for what must outlive the supervisor: the first that can be written of one of the
    /// system or the user, and temporary ones. Two configurations never share one, since its name
    /// comes from the whole path of the file.
    ///
    /// @return empty if nothing can be written, as may be so in a container
    Optional<Path> stateDir(Path configFile) {
        return Stream.concat(lasting().stream(), temporary())
                .map(folder -> folder.resolve(name(configFile)))
                .filter(writable)
                .findFirst();
    }

    /// @param stateDir the state folder, which takes it if there is no better place
    Optional<Path> socket(Path configFile, Optional<Path> stateDir) {
        var file = name(configFile) + ".sock";
        var better = runtime().filter(writable).map(folder -> folder.resolve(file));
        return Stream.of(
                        better.stream(),
                        stateDir.map(dir -> dir.resolve(OURS + ".sock")).stream(),
                        temporary().filter(writable).map(folder -> folder.resolve(file)))
                .flatMap(Function.identity())
                .filter(socket -> bytes(socket) <= SOCKET_BYTES_MAX)
                .findFirst();
    }

    private Optional<Path> lasting() {
        return surroundings.root()
                ? Optional.of(Path.of("/var/lib", OURS))
                : xdg("XDG_STATE_HOME")
                        .or(() -> home().map(home -> home.resolve(".local/state")))
                        .map(state -> state.resolve(OURS));
    }

    private Optional<Path> runtime() {
        return surroundings.root()
                ? Optional.of(Path.of("/run", OURS))
                : xdg("XDG_RUNTIME_DIR").map(runtime -> runtime.resolve(OURS));
    }

    /// The second is there for programs that share memory, so even where the root is read-only.
    private Stream<Path> temporary() {
        return Stream.of("/tmp", "/dev/shm")
                .map(folder -> Path.of(folder, OURS + "-" + surroundings.user()));
    }

    /// {@return how many bytes a path has for the kernel}
    static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /// `web-1f2e3d4c` for `/srv/web.yml`.
    private static String name(Path configFile) {
        var file = configFile.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        var base = file.replaceFirst("(?<=.)\\.(ya?ml|conf|ini)$", "");
        return base.substring(0, Math.min(base.length(), 32)) + "-" + hash(configFile);
    }

    /// Not by a digest: a client would take longer to find the digests of its JVM than to read its
    /// configuration.
    private static String hash(Path path) {
        var checksum = new CRC32();
        checksum.update(path.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue());
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
