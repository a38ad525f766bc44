package dev.taskmaster.internal.ini;

import java.util.ArrayList;
import java.util.List;

/// Splits texts as Python's `shlex` does, in the two ways in which supervisord uses it.
///
/// Source: docs.python.org/3/library/shlex.html, Parsing Rules.
public final class Shlex {
    private static final String WHITE = " \t\r\n";

    private final String text;
    private int at;

    private Shlex(String text) {
        this.text = text;
    }

    /// Splits a command line, as `shlex.split`: white space separates words, single quotes keep all
    /// they hold, double quotes all but a `\` before a `"` or a `\`, and a `\` outside of quotes
    /// keeps the character after it.
    ///
    /// @throws MalformedException in Python's words, if a quote is not closed or the text ends in a
    ///   `\`
    public static List<String> words(String command) {
        return new Shlex(command).words();
    }

    private List<String> words() {
        var words = new ArrayList<String>();
        while (skipWhite()) {
            var word = new StringBuilder();
            while (at < text.length() && WHITE.indexOf(text.charAt(at)) < 0) {
                var c = text.charAt(at++);
                switch (c) {
                    case '\'', '"' -> quoted(c, word);
                    case '\\' -> word.append(escaped());
                    default -> word.append(c);
                }
            }
            words.add(word.toString());
        }
        return words;
    }

    private void quoted(char quote, StringBuilder word) {
        for (var c = next(); c != quote; c = next()) {
            if (c == '\\' && quote == '"') {
                var escaped = escaped();
                if (escaped != '"' && escaped != '\\') {
                    word.append('\\');
                }
                word.append(escaped);
            } else {
                word.append(c);
            }
        }
    }

    private char next() {
        if (at == text.length()) {
            throw new MalformedException("No closing quotation");
        }
        return text.charAt(at++);
    }

    private char escaped() {
        if (at == text.length()) {
            throw new MalformedException("No escaped character");
        }
        return text.charAt(at++);
    }

    private boolean skipWhite() {
        while (at < text.length() && WHITE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    /// Splits a text into words, quoted texts and single other characters, as the `shlex.shlex` of
    /// before POSIX does: there is no `\`; a quoted text keeps its quotes and ends at the second
    /// one; a quote within a word is part of it; an unquoted `#` begins a comment.
    ///
    /// @param wordCharacters what may be in a word besides ASCII letters, digits and `_`
    /// @throws MalformedException in Python's words, if a quote is not closed
    public static List<String> tokens(String text, String wordCharacters) {
        return new Shlex(text).tokens(wordCharacters);
    }

    private List<String> tokens(String wordCharacters) {
        var tokens = new ArrayList<String>();
        while (skipWhite()) {
            var first = text.codePointAt(at);
            if (first == '#') {
                skipLine();
            } else if (isWord(first, wordCharacters)) {
                tokens.add(word(wordCharacters));
            } else if (first == '\'' || first == '"') {
                var end = text.indexOf(first, at + 1);
                if (end < 0) {
                    throw new MalformedException("No closing quotation");
                }
                tokens.add(text.substring(at, end + 1));
                at = end + 1;
            } else {
                tokens.add(Character.toString(first));
                at += Character.charCount(first);
            }
        }
        return tokens;
    }

    private String word(String wordCharacters) {
        var word = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '#') {
                // The comment ends with its line, but the word does not.
                skipLine();
            } else if (c == '\'' || c == '"' || isWord(c, wordCharacters)) {
                word.append(c);
                at++;
            } else {
                break;
            }
        }
        return word.toString();
    }

    private static boolean isWord(int c, String more) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || more.indexOf(c) >= 0;
    }

    private void skipLine() {
        var end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }
}
