package dev.taskmaster.internal.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A node of the tree. An alias is the very node that its anchor names, so the tree may share parts
/// of itself; it never contains itself.
public sealed interface Node {

    /// {@return where it begins}
    Place place();

    /// A single value.
    ///
    /// @param text as it is written, without quotes and with escapes resolved; `022` is `"022"`
    /// @param plain whether it is written without quotes
    record Scalar(Place place, String text, boolean plain) implements Node {

        /// {@return whether nothing is written at all, as after the colon of `key:`}
        public boolean isMissing() {
            return plain && text.isEmpty();
        }

        /// {@return whether it is YAML's null: nothing, `~` or `null`, without quotes}
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /// A list.
    record Sequence(Place place, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// A map.
    ///
    /// @param entries by key, in the order of the text; keys merged in by `<<` come last
    record Mapping(Place place, SequencedMap<String, Entry> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }
    }

    /// A key and its value.
    record Entry(Scalar key, Node value) {}
}
