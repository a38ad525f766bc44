package dev.taskmaster.cli.render;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name that was probably meant.
public final class Suggestion {
    private Suggestion() {}

    /// {@return the known name nearest to the given one, if one is near}
    public static Optional<String> nearest(String given, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(given, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    /// {@return `, did you mean 'web'?`, or nothing where no known name is near}
    public static String text(String given, Collection<String> known) {
        return nearest(given, known).map(name -> ", did you mean " + name + "?").orElse("");
    }

    /// How many characters must be put in, taken out, replaced or swapped with their neighbour
    /// (optimal string alignment).
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (var j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            for (var j = 1; j <= b.length(); j++) {
                var same = a.charAt(i - 1) == b.charAt(j - 1);
                var best = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
                best = Math.min(best, rows[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
