package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Random changes to a valid configuration: whatever comes of them is loaded or refused, and soon.
///
/// `-Dseed=…` replays a run, `-Dfuzz.rounds=…` makes it longer.
class ConfigFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1_000);
    private static final List<String> PIECES =
            List.of(
                    "\t",
                    "\n",
                    "  ",
                    ": ",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    "\"",
                    "'",
                    "\\",
                    "#",
                    "&a ",
                    "*a",
                    "<<: ",
                    "!!x ",
                    "|",
                    ">",
                    "%",
                    "@",
                    "?",
                    "---\n",
                    "...\n",
                    "${",
                    "${X:-",
                    "$$",
                    "}",
                    "~",
                    "null",
                    "-1",
                    "99999999999",
                    "1e9",
                    "0x1",
                    "08",
                    "\u0000",
                    "\u0007",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "\uD83D\uDE00",
                    "\\U",
                    "\\x",
                    "programs",
                    "cmd",
                    "include: taskmaster.yml\n",
                    "include: '*'\n",
                    "env_file: taskmaster.yml");

    @TempDir Path folder;

    @Test
    void anythingIsLoadedOrRefusedSoon() {
        var seed = Seed.chosen();
        var random = new Random(seed);
        var scratch =
                new Scratch(folder)
                        .file("web.env", "PORT=1\n")
                        .file("conf.d/more.yml", "programs: {more: {cmd: ../bin/more}}");
        for (var round = 0; round < ROUNDS; round++) {
            var text = random.nextBoolean() ? EveryKeyTest.SAMPLE : MissionSampleTest.SAMPLE;
            for (var i = random.nextInt(4); i >= 0; i--) {
                text = changed(text, random);
            }
            scratch.file("taskmaster.yml", text);
            var start = System.nanoTime();
            assertThatCode(scratch::problems)
                    .as("-Dseed=%s, round %s:\n%s", seed, round, text)
                    .doesNotThrowAnyException();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("-Dseed=%s, round %s:\n%s", seed, round, text)
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    private static String changed(String text, Random random) {
        if (text.isEmpty()) {
            return PIECES.get(random.nextInt(PIECES.size()));
        }
        var from = random.nextInt(text.length());
        var to = Math.min(text.length(), from + 1 + random.nextInt(20));
        var piece = PIECES.get(random.nextInt(PIECES.size()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 ->
                    text.substring(0, from)
                            + text.substring(from, to).repeat(2)
                            + text.substring(to);
            case 2 -> text.substring(0, from) + piece + text.substring(to);
            case 3 ->
                    text.substring(0, from)
                            + piece.repeat(random.nextInt(100))
                            + text.substring(from);
            default -> text.substring(0, from) + piece + text.substring(from);
        };
    }
}
