package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;

/// Whatever a supervisord.conf says, it is either read or refused with problems that name it.
class SupervisordFuzzTest {
    private static final int ROUNDS = 3000;
    private static final String HARD = "[]=:;#%()'\"\\,\n\r\t \u0085{}~/-0123456789*?";

    @TempDir private Path folder;

    @Test
    void readsOrRefusesWhateverThereIs() throws Exception {
        var seed = Seed.chosen();
        var random = new Random(seed);
        var texts = new SupervisordTexts(folder);
        var made = new RandomConfig(random);
        var original = Files.readString(everyOption());
        var accepted = 0;
        for (var i = 0; i < ROUNDS; i++) {
            var text = mutated(random.nextInt(3) == 0 ? made.text() : original, random);
            try {
                var programs = texts.load(text).programs().all();
                ProgramSpec.checkTogether(programs);
                accepted++;
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
                assertThat(e.problems())
                        .allSatisfy(
                                problem -> {
                                    assertThat(problem.file()).isEqualTo(file());
                                    assertThat(problem.message()).isNotBlank();
                                });
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("-Dseed=%d, round %d:%n%s".formatted(seed, i, text), e);
            }
        }
        assertThat(accepted).as("accepted with -Dseed=%d", seed).isGreaterThan(ROUNDS / 100);
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        var seed = Seed.chosen();
        var random = new Random(seed);
        for (var i = 0; i < 300; i++) {
            var bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            Files.write(file(), bytes);
            try {
                SupervisordFile.at(file()).load();
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("-Dseed=%d, round %d".formatted(seed, i), e);
            }
        }
    }

    private Path file() {
        return folder.resolve("supervisord.conf");
    }

    private static String mutated(String text, Random random) {
        var changed = new StringBuilder(text);
        for (var changes = random.nextInt(4); changes > 0; changes--) {
            var at = random.nextInt(changed.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> changed.insert(at, HARD.charAt(random.nextInt(HARD.length())));
                case 1 -> changed.delete(at, Math.min(changed.length(), at + random.nextInt(20)));
                case 2 -> {
                    var from = random.nextInt(changed.length() + 1);
                    var end = Math.min(changed.length(), from + random.nextInt(80));
                    changed.insert(at, changed.substring(from, end));
                }
                case 3 -> changed.insert(at, random.nextInt());
                default -> changed.setLength(random.nextInt(10) == 0 ? at : changed.length());
            }
        }
        // An unpaired surrogate cannot be written.
        return new String(
                changed.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Path everyOption() throws URISyntaxException {
        var url = SupervisordFuzzTest.class.getResource("supervisord/valid/every-option.conf");
        return Path.of(Objects.requireNonNull(url).toURI());
    }
}
