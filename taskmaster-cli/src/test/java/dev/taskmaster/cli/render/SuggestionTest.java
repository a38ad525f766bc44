package dev.taskmaster.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("web", "worker", "status", "start", "stop");

    @ParameterizedTest
    @CsvSource({
        "wbe, web",
        "wob, web",
        "weeb, web",
        "stauts, status",
        "wroker, worker",
        "stp, stop"
    })
    void findsWhatWasMeant(String given, String meant) {
        assertThat(Suggestion.nearest(given, KNOWN)).contains(meant);
    }

    @Test
    void keepsQuietWhereNothingIsNear() {
        assertThat(Suggestion.nearest("database", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("xy", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("x", List.of())).isEmpty();
        assertThat(Suggestion.text("database", KNOWN)).isEmpty();
    }
}
