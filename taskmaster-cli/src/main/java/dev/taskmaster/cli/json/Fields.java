package dev.taskmaster.cli.json;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of an object. What is asked for and is not there, or is something else, is an error;
/// what is not asked for is passed over.
///
/// @param map the object
public record Fields(Map<String, Object> map) {

    /// {@return the value of a field, whatever it is}
    public Object value(String name) throws IOException {
        if (!map.containsKey(name)) {
            throw new IOException("expected a field '" + name + "' in " + Json.text(map));
        }
        return map.get(name);
    }

    /// {@return a string}
    public String text(String name) throws IOException {
        return optionalText(name).orElseThrow(() -> unexpected(name, "a string"));
    }

    /// {@return a string, or empty where it is null}
    public Optional<String> optionalText(String name) throws IOException {
        var value = value(name);
        if (value != null && !(value instanceof String)) {
            throw unexpected(name, "a string");
        }
        return Optional.ofNullable((String) value);
    }

    /// {@return a number}
    public long number(String name) throws IOException {
        var number = optionalNumber(name).orElseThrow(() -> unexpected(name, "a number"));
        try {
            return number.whole();
        } catch (NumberFormatException e) {
            throw unexpected(name, "a number of at most 19 digits");
        }
    }

    /// {@return a number, or empty where it is null}
    public Optional<Numeral> optionalNumber(String name) throws IOException {
        var value = value(name);
        if (value != null && !(value instanceof Numeral)) {
            throw unexpected(name, "a number");
        }
        return Optional.ofNullable((Numeral) value);
    }

    /// {@return seconds since 1970, or empty where it is null}
    public Optional<Instant> time(String name) throws IOException {
        try {
            return optionalNumber(name).map(Numeral::moment);
        } catch (NumberFormatException | DateTimeException e) {
            throw unexpected(name, "seconds since 1970");
        }
    }

    /// {@return whether a field is true}
    public boolean truth(String name) throws IOException {
        return Boolean.TRUE.equals(value(name));
    }

    /// {@return a list of strings}
    public List<String> texts(String name) throws IOException {
        var texts = new ArrayList<String>();
        for (var element : Json.array(value(name))) {
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    private IOException unexpected(String name, String expected) {
        return new IOException(
                "expected %s as '%s', found %s"
                        .formatted(expected, name, Json.text(map.get(name))));
    }
}
