package dev.taskmaster.internal.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShlexTest {

    @Test
    void splitsCommandsAtWhiteSpaceOutsideOfQuotes() {
        assertThat(Shlex.words(" a  'b c'\td\n\"e f\" g''h ''"))
                .containsExactly("a", "b c", "d", "e f", "gh", "");
    }

    @Test
    void takesTheCharacterAfterABackslashAsItIs() {
        assertThat(Shlex.words("a\\ b c\\\"d \\\\ e\\\nf"))
                .containsExactly("a b", "c\"d", "\\", "e\nf");
    }

    @Test
    void keepsBackslashesInQuotesButBeforeQuotesAndBackslashesInDoubleOnes() {
        assertThat(Shlex.words("'a\\b' \"c\\d\" \"e\\\"f\\\\g\" \"\\$x\""))
                .containsExactly("a\\b", "c\\d", "e\"f\\g", "\\$x");
    }

    @Test
    void hasNoCommentsAndNoShellSyntaxInCommands() {
        assertThat(Shlex.words("a #b; c|d $E *")).containsExactly("a", "#b;", "c|d", "$E", "*");
    }

    @Test
    void saysInPythonsWordsWhyACommandCannotBeSplit() {
        assertThatThrownBy(() -> Shlex.words("a 'b")).hasMessage("No closing quotation");
        assertThatThrownBy(() -> Shlex.words("a \"b\\\"")).hasMessage("No closing quotation");
        assertThatThrownBy(() -> Shlex.words("a \\")).hasMessage("No escaped character");
    }

    @Test
    void makesTokensOfWordsQuotesAndSingleCharacters() {
        assertThat(Shlex.tokens("A=b/c,D='e f' G=\"h\"é𝄞", "/"))
                .containsExactly(
                        "A", "=", "b/c", ",", "D", "=", "'e f'", "G", "=", "\"h\"", "é", "𝄞");
    }

    @Test
    void goesOnWithAWordAfterTheCommentThatCutsIt() {
        assertThat(Shlex.tokens("a#b c\nd # e\n f", "")).containsExactly("ad", "f");
    }

    @Test
    void takesAQuoteWithinAWordForAPartOfIt() {
        assertThat(Shlex.tokens("it's a\"b c\"", "")).containsExactly("it's", "a\"b", "c\"");
    }

    @Test
    void saysIfAQuoteIsNotClosed() {
        assertThatThrownBy(() -> Shlex.tokens("a 'b", "")).hasMessage("No closing quotation");
    }
}
