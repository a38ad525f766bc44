package dev.taskmaster.config;

import java.util.ArrayList;
import java.util.List;

/// Splits a command line into words as a POSIX shell does: white space separates, single quotes
/// keep all they hold, double quotes all but `\` before one of `$`, `` ` ``, `"`, `\` and the end
/// of a line, and a `\` outside of quotes keeps the character after it.
///
/// Nothing else of a shell: no patterns, pipes, redirections, comments or substitutions. What a `$`
/// means outside of single quotes is for the caller to say; what comes of it is never split, but
/// makes no word either if it is empty and stands outside of quotes.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting.
final class Words {
    private final String text;
    private final Dollar dollar;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean quotedWord;
    private int at;

    /// What a `$` means.
    interface Dollar {
        /// A `$` that stands for itself.
        Dollar LITERAL =
                (_, at, into) -> {
                    into.append('$');
                    return at + 1;
                };

        /// Reads what begins with the `$` at `at` and appends what it stands for.
        ///
        /// @return where the text goes on
        /// @throws BadValueException if it stands for nothing
        int expand(String text, int at, StringBuilder into);
    }

    private Words(String text, Dollar dollar) {
        this.text = text;
        this.dollar = dollar;
    }

    /// @throws BadValueException if a quote is not closed, or the text ends in a `\`
    static List<String> split(String text, Dollar dollar) {
        return new Words(text, dollar).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case ' ', '\t', '\n', '\r' -> {
                    endWord();
                    at++;
                }
                case '\'' -> singleQuotes();
                case '"' -> doubleQuotes();
                case '\\' -> escaped();
                case '$' -> at = dollar.expand(text, at, word);
                default -> word.append(text.charAt(at++));
            }
        }
        endWord();
        return words;
    }

    private void endWord() {
        if (!word.isEmpty() || quotedWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        quotedWord = false;
    }

    private void singleQuotes() {
        var end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw notClosed(at);
        }
        word.append(text, at + 1, end);
        quotedWord = true;
        at = end + 1;
    }

    private void doubleQuotes() {
        var start = at++;
        quotedWord = true;
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '"' -> {
                    at++;
                    return;
                }
                case '\\' -> escapedInDoubleQuotes();
                case '$' -> at = dollar.expand(text, at, word);
                default -> word.append(text.charAt(at++));
            }
        }
        throw notClosed(start);
    }

    private void escapedInDoubleQuotes() {
        if (at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
            escaped();
        } else {
            word.append(text.charAt(at++));
        }
    }

    private void escaped() {
        if (at + 1 == text.length()) {
            throw new BadValueException("ends in a '\\' that has nothing to stand before");
        }
        if (text.charAt(at + 1) != '\n') {
            word.append(text.charAt(at + 1));
            quotedWord = true;
        }
        at += 2;
    }

    private BadValueException notClosed(int quote) {
        return new BadValueException(
                "the %s quote before %s is not closed"
                        .formatted(
                                text.charAt(quote) == '"' ? "double" : "single",
                                Values.quoted(text.substring(quote + 1))));
    }
}
