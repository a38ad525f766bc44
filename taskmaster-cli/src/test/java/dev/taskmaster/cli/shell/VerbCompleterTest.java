package dev.taskmaster.cli.shell;

import static dev.taskmaster.cli.testing.Processes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.verb.Completion.Choice;
import dev.taskmaster.cli.verb.Verbs;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.util.List;

class VerbCompleterTest {
    private final Control control = mock(Control.class);
    private final VerbCompleter completer = new VerbCompleter(new Verbs(), control);

    @Test
    void completesVerbsFirst() {
        assertThat(completer.choices(List.of()))
                .extracting(Choice::word)
                .contains("status", "start", "help");
        verifyNoInteractions(control);
    }

    @Test
    void completesWhatTheVerbTakes() {
        when(control.status())
                .thenReturn(
                        List.of(
                                process("db", ProcessState.STOPPED),
                                process("web", ProcessState.RUNNING)));
        assertThat(completer.choices(List.of("stop")))
                .extracting(Choice::word)
                .containsExactly("web", "all");
    }

    @Test
    void completesNothingAfterAnUnknownVerb() {
        assertThat(completer.choices(List.of("nonsense"))).isEmpty();
    }
}
