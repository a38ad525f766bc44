package dev.taskmaster.internal.ini;

import java.util.ArrayList;
import java.util.List;

/// What Python takes for white space and for the end of a line.
public final class PythonText {
    private PythonText() {}

    /// As `str.isspace`: also the separators 0x1C to 0x1F, NEL and no-break spaces.
    public static boolean isSpace(char c) {
        if (c > ' ' && c < '\u007F') {
            return false;
        }
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /// As `str.strip`.
    public static String strip(String text) {
        var start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return stripEnd(text.substring(start));
    }

    /// As `str.rstrip`.
    public static String stripEnd(String text) {
        var end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /// As `str.split`: the words between white space.
    public static List<String> words(String text) {
        var words = new ArrayList<String>();
        var start = 0;
        for (var i = 0; i <= text.length(); i++) {
            if (i == text.length() || isSpace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /// The lines of a file in text mode: `\n`, `\r\n` and `\r` end one, and nothing else does.
    static List<String> lines(String text) {
        // Not by a pattern, which a JVM that has just started takes long for.
        var unified =
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return List.of(unified.split("\n", -1));
    }
}
