package dev.taskmaster.internal.journal;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Our values as trees, written and read: records by the names of their components, and what they
/// are made of. So a new component of a specification needs no code here; it only must be an
/// [java.util.Optional] or the like to be read from what an older version wrote.
///
/// Not safe for use by several threads.
final class Shapes {
    private final Map<Class<?>, Shape> shapes = new HashMap<>();

    private record Component(String name, byte[] written, Type type, Method accessor) {
        static Component of(RecordComponent it) {
            it.getAccessor().setAccessible(true);
            return new Component(
                    it.getName(), Tree.name(it.getName()), it.getGenericType(), it.getAccessor());
        }
    }

    /// One record type.
    private static final class Shape {
        private final byte[] name;
        private final Constructor<?> constructor;
        private final List<Component> components;

        // What was written last, and where.
        private Record last;
        private long from;
        private long to;

        Shape(Class<?> type) {
            try {
                var parts = type.getRecordComponents();
                name = Tree.name(type.getSimpleName());
                components = Stream.of(parts).map(Component::of).toList();
                constructor =
                        type.getDeclaredConstructor(
                                Stream.of(parts)
                                        .map(RecordComponent::getType)
                                        .toArray(Class<?>[]::new));
                constructor.setAccessible(true);
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException(type + " is no record", e);
            }
        }
    }

    private Shape shape(Class<?> type) {
        return shapes.computeIfAbsent(type, Shape::new);
    }

    /// Writes a value as a tree.
    ///
    /// @param out the same each time
    void write(Object value, Bytes out) {
        switch (value) {
            case String text -> Tree.writeText(text, out);
            case Optional<?> optional -> writeIfAny(optional.orElse(null), out);
            case Record it -> writeNamed(it, out);
            case Duration duration -> writePair(duration.getSeconds(), duration.getNano(), out);
            case Instant instant -> writePair(instant.getEpochSecond(), instant.getNano(), out);
            case Boolean bool -> Tree.writeWhole(bool ? 1 : 0, out);
            case Integer number -> Tree.writeWhole(number, out);
            case Long number -> Tree.writeWhole(number, out);
            case Double number -> Tree.writeFraction(number, out);
            case Enum<?> constant -> Tree.writeText(constant.name(), out);
            case Path path -> Tree.writeText(path.toString(), out);
            case OptionalInt optional ->
                    writeIfAny(optional.isPresent() ? optional.getAsInt() : null, out);
            case OptionalLong optional ->
                    writeIfAny(optional.isPresent() ? optional.getAsLong() : null, out);
            case Collection<?> values -> {
                Tree.writeSequence(values.size(), out);
                for (var it : values) {
                    write(it, out);
                }
            }
            case Map<?, ?> map -> {
                Tree.writeSequence(2 * map.size(), out);
                for (var entry : map.entrySet()) {
                    write(entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
            default -> throw new IllegalArgumentException("no tree for a " + value.getClass());
        }
    }

    /// @param value or null
    private void writeIfAny(Object value, Bytes out) {
        if (value == null) {
            Tree.writeNothing(out);
        } else {
            write(value, out);
        }
    }

    private static void writePair(long a, long b, Bytes out) {
        Tree.writeSequence(2, out);
        Tree.writeWhole(a, out);
        Tree.writeWhole(b, out);
    }

    /// What programs have in common is often the very same object: a thousand of them are written
    /// in half the time if that is taken apart once.
    private void writeNamed(Record value, Bytes out) {
        var shape = shape(value.getClass());
        if (value == shape.last && out.addAgain(shape.from, shape.to)) {
            return;
        }
        var from = out.end();
        Tree.writeNamed(shape.name, shape.components.size(), out);
        try {
            for (var component : shape.components) {
                out.add(component.written());
                write(component.accessor().invoke(value), out);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        shape.last = value;
        shape.from = from;
        shape.to = out.end();
    }

    /// {@return the value of a tree}
    ///
    /// @throws UnreadableException if the tree is none of that type
    <T> T value(Class<T> type, Tree tree) throws UnreadableException {
        return type.cast(any(type, tree));
    }

    private Object any(Type type, Tree tree) throws UnreadableException {
        var raw = raw(type);
        if (raw == Optional.class) {
            return tree instanceof Tree.Nothing
                    ? Optional.empty()
                    : Optional.of(any(argument(type, 0), tree));
        }
        if (raw == OptionalInt.class) {
            return tree instanceof Tree.Nothing
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.toIntExact(whole(tree)));
        }
        if (raw == OptionalLong.class) {
            return tree instanceof Tree.Nothing
                    ? OptionalLong.empty()
                    : OptionalLong.of(whole(tree));
        }
        if (raw == boolean.class) {
            return whole(tree) != 0;
        }
        if (raw == int.class || raw == Integer.class) {
            return (int) whole(tree);
        }
        if (raw == long.class) {
            return whole(tree);
        }
        if (raw == double.class) {
            return expect(Tree.Fraction.class, tree).value();
        }
        if (raw == String.class) {
            return text(tree);
        }
        if (raw.isEnum()) {
            return constant(raw, text(tree));
        }
        if (raw == Path.class) {
            return path(text(tree));
        }
        if (raw == Duration.class) {
            var pair = expect(Tree.Sequence.class, tree).values();
            return Duration.ofSeconds(whole(at(pair, 0)), whole(at(pair, 1)));
        }
        if (raw == Instant.class) {
            var pair = expect(Tree.Sequence.class, tree).values();
            return Instant.ofEpochSecond(whole(at(pair, 0)), whole(at(pair, 1)));
        }
        if (raw == List.class || raw == SortedSet.class) {
            var values = new ArrayList<>();
            for (var value : expect(Tree.Sequence.class, tree).values()) {
                values.add(any(argument(type, 0), value));
            }
            return raw == List.class ? values : new TreeSet<>(values);
        }
        if (raw == Map.class) {
            return tree instanceof Tree.Nothing
                    ? Map.of()
                    : map(type, expect(Tree.Sequence.class, tree).values());
        }
        return record(raw, expect(Tree.Named.class, tree));
    }

    private Map<Object, Object> map(Type type, List<Tree> values) throws UnreadableException {
        var map = new LinkedHashMap<>();
        for (var i = 0; i + 1 < values.size(); i += 2) {
            map.put(
                    any(argument(type, 0), values.get(i)),
                    any(argument(type, 1), values.get(i + 1)));
        }
        return map;
    }

    private Object record(Class<?> type, Tree.Named tree) throws UnreadableException {
        var shape = shape(named(type, tree.name()));
        var values = new ArrayList<>();
        for (var component : shape.components) {
            var field = tree.fields().getOrDefault(component.name(), new Tree.Nothing());
            try {
                values.add(any(component.type(), field));
            } catch (UnreadableException e) {
                throw new UnreadableException(
                        "%s.%s: %s".formatted(tree.name(), component.name(), e.getMessage()), e);
            }
        }
        try {
            return shape.constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw new UnreadableException(tree.name() + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The record of this name that the type is, or permits.
    private static Class<?> named(Class<?> type, String name) throws UnreadableException {
        if (type.isSealed()) {
            for (var permitted : type.getPermittedSubclasses()) {
                if (permitted.getSimpleName().equals(name)) {
                    return permitted;
                }
            }
        } else if (type.isRecord() && type.getSimpleName().equals(name)) {
            return type;
        }
        throw new UnreadableException("is a " + name + ", expected a " + type.getSimpleName());
    }

    private static Object constant(Class<?> type, String name) throws UnreadableException {
        for (var constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new UnreadableException("'" + name + "' is no " + type.getSimpleName());
    }

    private static Path path(String text) throws UnreadableException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UnreadableException("'" + text + "' is no path", e);
        }
    }

    private static long whole(Tree tree) throws UnreadableException {
        return expect(Tree.Whole.class, tree).value();
    }

    private static String text(Tree tree) throws UnreadableException {
        return expect(Tree.Text.class, tree).value();
    }

    private static Tree at(List<Tree> values, int index) {
        return index < values.size() ? values.get(index) : new Tree.Nothing();
    }

    private static <T extends Tree> T expect(Class<T> type, Tree tree) throws UnreadableException {
        if (type.isInstance(tree)) {
            return type.cast(tree);
        }
        throw new UnreadableException(
                "is %s, expected %s"
                        .formatted(
                                tree.getClass().getSimpleName().toLowerCase(),
                                type.getSimpleName().toLowerCase()));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
