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
    public long whole() {
        return isWhole() ? Long.parseLong(text) : (long) Double.parseDouble(text);
    }

    /// {@return the moment that many seconds after 1970, to the millisecond}
    public Instant moment() {
        return Instant.ofEpochMilli(
                isWhole()
                        ? Math.multiplyExact(whole(), 1000L)
                        : Math.round(Double.parseDouble(text) * 1000));
    }

    private boolean isWhole() {
        return text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
