package dev.taskmaster.internal.yaml;

/// A place in a text.
///
/// @param line from 1
/// @param column from 1, in code points
public record Place(int line, int column) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        return line != other.line
                ? Integer.compare(line, other.line)
                : Integer.compare(column, other.column);
    }

    /// {@return `12:5`}
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
