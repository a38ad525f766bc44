package dev.taskmaster.internal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PythonGlobTest {
    @TempDir private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("x/deep"));
        for (var name :
                List.of(
                        "a.conf",
                        "b.conf",
                        "c.ini",
                        ".hidden.conf",
                        "x/a.conf",
                        "x/deep/a.conf",
                        "{a,b}",
                        "]",
                        "𝄞")) {
            Files.createFile(folder.resolve(name));
        }
    }

    private List<String> found(String pattern) {
        return PythonGlob.expand(folder.resolve(pattern)).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @Test
    void findsFilesInOrderAndHiddenOnesOnlyIfAsked() {
        assertThat(found("*.conf")).containsExactly("a.conf", "b.conf");
        assertThat(found(".*.conf")).containsExactly(".hidden.conf");
    }

    @Test
    void looksIntoFoldersButOnlyAsDeepAsThePattern() {
        assertThat(found("*/*.conf")).containsExactly("x/a.conf");
        assertThat(found("**/a.conf")).containsExactly("x/a.conf");
        assertThat(found("no/such/*.conf")).isEmpty();
    }

    @Test
    void knowsSetsAndRanges() {
        assertThat(found("[ab].conf")).containsExactly("a.conf", "b.conf");
        assertThat(found("[b-c].*")).containsExactly("b.conf", "c.ini");
        assertThat(found("[!a].conf")).containsExactly("b.conf");
        assertThat(found("[c-a].conf")).isEmpty();
        assertThat(found("[]]")).containsExactly("]");
        assertThat(found("[ab.conf")).isEmpty();
        assertThat(found("[^a].conf")).containsExactly("a.conf");
    }

    @Test
    void takesBracesAsTheyAre() {
        assertThat(found("{a,b}")).containsExactly("{a,b}");
        assertThat(found("{a,b}*")).containsExactly("{a,b}");
    }

    @Test
    void takesACharacterForOneHoweverManyUnitsItHas() {
        assertThat(found("?")).containsExactly("]", "x", "𝄞");
        assertThat(found("[𝄞]")).containsExactly("𝄞");
    }

    @Test
    void findsAFileByItsNameIfItIsThere() {
        assertThat(found("c.ini")).containsExactly("c.ini");
        assertThat(found("d.ini")).isEmpty();
    }
}
