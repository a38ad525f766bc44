package dev.taskmaster.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

class TrustedOwnersTest {
    private static final TrustedOwners OTHERS = new TrustedOwners(Set.of("somebody else"));

    @TempDir private Path folder;
    private Path state;

    @BeforeEach
    void makesAFolderInOneThatIsOpenToAll() throws IOException {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        state = Files.createDirectories(open.resolve("ours/state"));
    }

    @Test
    void ourOwnFolderIsFine() throws IOException {
        assertThat(TrustedOwners.current().objection(state)).isEmpty();
    }

    @Test
    void aFolderThatSomebodyElseMadeWhereEverybodyCanIsRefused() throws IOException {
        assertThat(OTHERS.objection(state))
                .hasValueSatisfying(
                        why ->
                                assertThat(why)
                                        .contains(folder.resolve("open/ours") + " belongs to"));
    }

    @Test
    void aLinkIntoSuchAFolderIsRefusedToo() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), state);
        assertThat(OTHERS.objection(link)).isPresent();
    }
}
