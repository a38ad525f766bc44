package dev.taskmaster.spec;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// How much of a [Resource] a process may have.
///
/// @param soft what holds for it, and it may itself raise to the hard limit; empty for what its
///   parent has
/// @param hard what it may raise the other to; empty for what its parent has
public record Limit(OptionalLong soft, OptionalLong hard) {
    /// For as much as there is.
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final Pattern TEXT =
            Pattern.compile("(unlimited|\\d{1,18})(?::(unlimited|\\d{1,18}))?");

    /// @throws InvalidSpecException if a limit is negative, or the soft one above the hard one
    public Limit {
        if (soft.orElse(0) < 0 || hard.orElse(0) < 0) {
            throw new InvalidSpecException("limits", "a limit is negative");
        }
        if (soft.orElse(0) > hard.orElse(UNLIMITED)) {
            throw new InvalidSpecException(
                    "limits",
                    "the soft limit %s is above the hard limit %s"
                            .formatted(text(soft), text(hard)));
        }
    }

    /// {@return a limit for both}
    public static Limit of(long softAndHard) {
        return new Limit(OptionalLong.of(softAndHard), OptionalLong.of(softAndHard));
    }

    /// {@return a soft limit, with the hard one left as it is}
    public static Limit soft(long soft) {
        return new Limit(OptionalLong.of(soft), OptionalLong.empty());
    }

    /// {@return the limit of a text such as `1024`, `unlimited` or `1024:4096`}
    ///
    /// @throws InvalidSpecException if the text says none
    public static Limit parse(String text) {
        var limit = TEXT.matcher(text);
        if (!limit.matches()) {
            throw new InvalidSpecException(
                    "limits",
                    "'%s' is not a limit, expected a number or 'unlimited', or soft:hard"
                            .formatted(text));
        }
        var soft = OptionalLong.of(number(limit.group(1)));
        return new Limit(
                soft, limit.group(2) == null ? soft : OptionalLong.of(number(limit.group(2))));
    }

    private static long number(String text) {
        return text.equals("unlimited") ? UNLIMITED : Long.parseLong(text);
    }

    /// {@return the text that [#parse] understands; `1024:` for a soft limit alone}
    @Override
    public String toString() {
        return soft.equals(hard) ? text(soft) : text(soft) + ":" + text(hard);
    }

    private static String text(OptionalLong limit) {
        return limit.isEmpty()
                ? ""
                : limit.getAsLong() == UNLIMITED ? "unlimited" : Long.toString(limit.getAsLong());
    }
}
