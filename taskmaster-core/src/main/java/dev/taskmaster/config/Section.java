package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Node;
import dev.taskmaster.internal.yaml.Node.Entry;
import dev.taskmaster.internal.yaml.Place;
import dev.taskmaster.spec.InvalidSpecException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// A map with known keys in a configuration file. Hands values on to where they belong, and turns
/// everything that is wrong with them into a problem at its place.
final class Section {
    private final Source source;
    private final String path;
    private final Node.Mapping map;
    private final Keys keys;

    private Section(Source source, String path, Node.Mapping map, Keys keys) {
        this.source = source;
        this.path = path;
        this.map = map;
        this.keys = keys;
    }

    /// @param path the keys that lead to it, such as `programs.web`; empty at the top
    static Section of(Source source, String path, Node.Mapping map, Keys keys) {
        var section = new Section(source, path, map, keys);
        section.refuseUnknown();
        return section;
    }

    private void refuseUnknown() {
        map.entries()
                .forEach(
                        (name, entry) -> {
                            // By convention such keys at the top hold what aliases refer to.
                            var ignored = path.isEmpty() && name.startsWith("x-");
                            if (!knows(name) && !ignored) {
                                var message =
                                        "unknown key " + Values.quoted(name) + keys.hint(name);
                                problem(entry.key().place(), message);
                            }
                        });
    }

    Source source() {
        return source;
    }

    /// {@return the value of a key, if it is there}
    ///
    /// @throws IllegalStateException if it is none of the keys that are known here
    Optional<Node> node(String key) {
        if (!knows(key)) {
            throw new IllegalStateException("not among the keys of " + path + ": " + key);
        }
        return Optional.ofNullable(map.entries().get(key)).map(Entry::value);
    }

    boolean has(String key) {
        return node(key).isPresent();
    }

    /// {@return whether it is a key at all}
    boolean knows(String key) {
        return keys.types().containsKey(key);
    }

    /// Reads a single value.
    ///
    /// @return the value; empty if the key is not there, or a problem was found
    <T> Optional<T> read(String key, Function<String, T> reader) {
        return node(key).flatMap(node -> value(key, node, reader));
    }

    /// Reads a single value or a list of them.
    ///
    /// @return the values; empty if the key is not there, or a problem was found
    <T> Optional<List<T>> readList(String key, Function<String, T> reader) {
        return node(key).flatMap(node -> values(key, items(node), reader));
    }

    /// {@return the nodes of a list, or the node itself if it is none}
    static List<Node> items(Node node) {
        return node instanceof Node.Sequence(_, var items) ? items : List.of(node);
    }

    private <T> Optional<List<T>> values(String key, List<Node> items, Function<String, T> reader) {
        var values = new ArrayList<T>();
        items.forEach(item -> value(key, item, reader).ifPresent(values::add));
        return values.size() == items.size() ? Optional.of(values) : Optional.empty();
    }

    /// Reads a node that is to be a single value.
    <T> Optional<T> value(String key, Node node, Function<String, T> reader) {
        return switch (node) {
            case Node.Scalar scalar when !scalar.isMissing() ->
                    attempt(
                            key,
                            scalar.place(),
                            () -> reader.apply(source.variables().expand(scalar.text())));
            case Node.Scalar _, Node.Sequence _, Node.Mapping _ -> {
                wrongType(key, node);
                yield Optional.empty();
            }
        };
    }

    /// Does what may find a value to be wrong, which then is a problem of the key.
    <T> Optional<T> attempt(String key, Place place, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (BadValueException e) {
            problem(key, place, e.getMessage());
        } catch (InvalidSpecException e) {
            problem(key, place, e.problem());
        }
        return Optional.empty();
    }

    /// Reads a map with known keys; an empty one if the key is not there, or is something else.
    Section section(String key, Keys known) {
        var nothing = new Node.Mapping(map.place(), new LinkedHashMap<>());
        return of(source, path(key), mapping(key).orElse(nothing), known);
    }

    /// Reads one entry of a map as a map with known keys.
    ///
    /// @param what what that is, for a message
    Optional<Section> subsection(String key, Entry entry, Keys known, String what) {
        var name = key + "." + Values.shortened(entry.key().text());
        if (entry.value() instanceof Node.Mapping mapping) {
            return Optional.of(of(source, path(name), mapping, known));
        }
        problem(name, entry.value().place(), found(entry.value()) + ", expected " + what);
        return Optional.empty();
    }

    /// {@return the entries of a map; none if the key is not there, or is something else}
    Collection<Entry> entries(String key) {
        return mapping(key).<Collection<Entry>>map(map -> map.entries().values()).orElse(Set.of());
    }

    private Optional<Node.Mapping> mapping(String key) {
        var node = node(key);
        if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
            wrongType(key, node.get());
        }
        return node.filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    private void wrongType(String key, Node node) {
        problem(key, node.place(), found(node) + ", expected " + keys.types().get(key));
    }

    static String found(Node node) {
        return switch (node) {
            case Node.Scalar scalar when scalar.isMissing() -> "has no value";
            case Node.Scalar scalar -> "found " + Values.quoted(scalar.text());
            case Node.Sequence _ -> "found a list";
            case Node.Mapping _ -> "found a map";
        };
    }

    /// Adds a problem with the value of a key, or with the absence of it.
    void problem(String key, String message) {
        problem(key, node(key).map(Node::place).orElse(map.place()), message);
    }

    void problem(String key, Place place, String message) {
        source.problem(place, path(key) + ": " + message);
    }

    /// Adds a problem with the map itself.
    void problem(Place place, String message) {
        source.problem(place, path.isEmpty() ? message : path + ": " + message);
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
