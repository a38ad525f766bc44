package dev.taskmaster.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what a mistyped word was meant to be.
final class Nearest {
    /// No word of ours is longer than that, and the search takes the product of the lengths.
    private static final int LENGTH_MAX = 60;

    /// Nor are there more of them; of programs there may be.
    private static final int WORDS_MAX = 500;

    private Nearest() {}

    /// {@return `, did you mean 'autostart'?` or nothing}
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(", did you mean '%s'?"::formatted).orElse("");
    }

    /// {@return the known word that is at most a third of its letters away, if there is one}
    static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LENGTH_MAX || known.size() > WORDS_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> candidate.length() <= LENGTH_MAX)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(nearest -> distance(word, nearest) <= Math.max(1, nearest.length() / 3));
    }

    /// How many letters must be added, removed, replaced or swapped with their neighbour to make
    /// one word of the other.
    static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        var replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        var least = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        var swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
