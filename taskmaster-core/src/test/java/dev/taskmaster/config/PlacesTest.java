package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Where things are by default, and what paths in a configuration start from.
class PlacesTest {
    private static final Path CONFIG = Path.of("/srv/web.yml");

    @TempDir Path home;

    private DefaultPlaces places(boolean root, Map<String, String> variables) {
        return places(root, variables, _ -> true);
    }

    private DefaultPlaces places(
            boolean root, Map<String, String> variables, Predicate<Path> writable) {
        return new DefaultPlaces(
                new Surroundings(variables, "joe", root, home, Path.of("/current")), writable);
    }

    @Test
    void configurationIsLookedForFromNearToFar() {
        assertThat(places(false, Map.of()).configFiles())
                .containsExactly(
                        Path.of("/current/taskmaster.yml"),
                        Path.of("/current/taskmaster.yaml"),
                        home.resolve(".config/taskmaster/taskmaster.yml"),
                        home.resolve(".config/taskmaster/taskmaster.yaml"),
                        Path.of("/etc/taskmaster/taskmaster.yml"),
                        Path.of("/etc/taskmaster/taskmaster.yaml"));
    }

    @Test
    void configurationFolderMayBeElsewhere() {
        assertThat(places(false, Map.of("XDG_CONFIG_HOME", "/xdg")).configFiles())
                .contains(Path.of("/xdg/taskmaster/taskmaster.yml"));
    }

    @Test
    void rootHasTheFoldersOfTheSystem() {
        var places =
                places(true, Map.of("XDG_STATE_HOME", "/xdg", "XDG_RUNTIME_DIR", "/run/user/0"));
        var stateDir = places.stateDir(CONFIG).orElseThrow();

        assertThat(stateDir.toString()).matches("/var/lib/taskmaster/web-[0-9a-f]{8}");
        assertThat(places.socket(CONFIG, Optional.of(stateDir)).orElseThrow().toString())
                .matches("/run/taskmaster/web-[0-9a-f]{8}\\.sock");
    }

    @Test
    void usersHaveTheirOwnFolders() {
        var places = places(false, Map.of());
        var stateDir = places.stateDir(CONFIG).orElseThrow();

        assertThat(stateDir.getParent()).isEqualTo(home.resolve(".local/state/taskmaster"));
        assertThat(places.socket(CONFIG, Optional.of(stateDir)))
                .contains(stateDir.resolve("taskmaster.sock"));
    }

    @Test
    void usersMaySayWhereTheirFoldersAre() {
        var places =
                places(
                        false,
                        Map.of(
                                "XDG_STATE_HOME",
                                home.resolve("state").toString(),
                                "XDG_RUNTIME_DIR",
                                "/run/user/7"));
        var stateDir = places.stateDir(CONFIG).orElseThrow();

        assertThat(stateDir.getParent()).isEqualTo(home.resolve("state/taskmaster"));
        assertThat(places.socket(CONFIG, Optional.of(stateDir)).orElseThrow().toString())
                .matches("/run/user/7/taskmaster/web-[0-9a-f]{8}\\.sock");
    }

    @Test
    void foldersThatAreNotAbsoluteAreIgnored() {
        assertThat(places(false, Map.of("XDG_STATE_HOME", "state")).stateDir(CONFIG).orElseThrow())
                .startsWithRaw(home);
    }

    @ParameterizedTest
    @CsvSource({"/dev/null/joe", "?"})
    void userWithoutAUsableHomeHasATemporaryFolder(Path noHome) {
        var places =
                new DefaultPlaces(
                        new Surroundings(Map.of(), "joe", false, noHome, Path.of("/current")));

        assertThat(places.stateDir(CONFIG).map(Path::getParent))
                .contains(Path.of("/tmp/taskmaster-joe"));
    }

    @Test
    void socketIsNeverLongerThanTheSystemAllows() {
        var deep = home.resolve("x".repeat(100));
        var socket = places(false, Map.of()).socket(CONFIG, Optional.of(deep));

        assertThat(socket.map(Path::getParent)).contains(Path.of("/tmp/taskmaster-joe"));
    }

    @Test
    void placesAreLookedForUntilOneCanBeWritten() {
        var shm = places(true, Map.of(), folder -> folder.startsWith("/dev/shm"));
        var stateDir = shm.stateDir(CONFIG);

        assertThat(stateDir.map(Path::getParent)).contains(Path.of("/dev/shm/taskmaster-joe"));
        assertThat(shm.socket(CONFIG, stateDir))
                .isEqualTo(stateDir.map(dir -> dir.resolve("taskmaster.sock")));
    }

    @Test
    void whereNothingCanBeWrittenThereIsNoPlace() {
        var nowhere = places(true, Map.of(), _ -> false);

        assertThat(nowhere.stateDir(CONFIG)).isEmpty();
        assertThat(nowhere.socket(CONFIG, Optional.empty())).isEmpty();
    }

    @Test
    void configurationsNeverShareAFolder() {
        var places = places(false, Map.of());

        assertThat(places.stateDir(Path.of("/srv/a/web.yml")))
                .isNotEqualTo(places.stateDir(Path.of("/srv/b/web.yml")))
                .isEqualTo(places.stateDir(Path.of("/srv/a/web.yml")));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b",
        "b, /conf/b",
        "./b, /conf/b",
        "../b, /b",
        "~, /home/joe",
        "~/b, /home/joe/b",
        "~b, /conf/~b",
        "a b, /conf/a b",
        "/a//b/, /a/b"
    })
    void pathsStartAtTheFolderOfTheirFile(String text, Path path) {
        assertThat(new Folder(Path.of("/conf"), Path.of("/home/joe")).resolve(text))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "server, server", "./server, FOLDER/server", "bin/server, FOLDER/bin/server",
        "/bin/server, /bin/server", "~/server, /home/joe/server", "../x, PARENT/x"
    })
    void programWithASlashStartsThereTooAndABareNameIsLookedFor(String cmd, String program) {
        var launch =
                new Scratch(home)
                        .load("programs: {a: {cmd: '" + cmd + " ./arg ~/arg'}}")
                        .programs()
                        .getFirst()
                        .processes()
                        .getFirst()
                        .launch();

        assertThat(launch.cmd())
                .containsExactly(
                        program.replace("FOLDER", home.toString())
                                .replace("PARENT", home.getParent().toString()),
                        "./arg",
                        "/home/joe/arg");
    }

    @Test
    void loadingMakesNothing() throws Exception {
        new Scratch(home).load("programs: {a: {cmd: a, stdout: log/a.log}}");

        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("taskmaster.yml"));
        }
    }

    @Test
    void surroundingsOfThisJvmAreComplete() {
        var current = Surroundings.current();

        assertThat(current.user()).isNotEmpty();
        assertThat(current.folder()).isAbsolute();
        assertThat(ConfigFile.places())
                .first()
                .isEqualTo(current.folder().resolve("taskmaster.yml"));
        assertThat(ConfigFile.find().map(ConfigFile::path).filter(Files::notExists)).isEmpty();
    }
}
