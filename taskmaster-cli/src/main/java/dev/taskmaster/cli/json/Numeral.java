package dev.taskmaster.cli.json;

import java.time.Instant;

/// A number as it is written. What it amounts to is worked out when somebody asks: of most nobody
/// does, and `BigDecimal` alone takes a JVM that has just started as long as a whole answer.
///
/// @param text its digits: `42`, `1763812345.250`
public record Numeral(String text) {
    /// {@return a moment in seconds since 1970, to the millisecond}
    public static Numeral seconds(Instant moment) {
        var millis = moment.toEpochMilli();
        var fraction = Math.floorMod(millis, 1000);
        return new Numeral(
                Math.floorDiv(millis, 1000)
                        + (fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".")
                        + fraction);
    }

    /// {@return the number without its fraction}
    ///
    /// @throws NumberFormatException if it has an exponent, or is too large
    public long whole() {
        var point = text.indexOf('.');
        return Long.parseLong(text, 0, point < 0 ? text.length() : point, 10);
    }

    /// {@return the moment that many seconds after 1970, to the millisecond}
    ///
    /// @throws NumberFormatException if it has an exponent, or is too large
    public Instant moment() {
        var point = text.indexOf('.');
        var millis = 0;
        for (var i = 1; i <= 3; i++) {
            var isThere = point >= 0 && point + i < text.length();
            millis = 10 * millis + (isThere ? Character.digit(text.charAt(point + i), 10) : 0);
        }
        return Instant.ofEpochSecond(whole(), millis * 1_000_000L);
    }

    @Override
    public String toString() {
        return text;
    }
}
