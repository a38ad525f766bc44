package dev.taskmaster.internal.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/// Makes a tree of the parser's events.
///
/// Not the parser's own composer, which no longer tells a tag that was written from one that was
/// guessed, and which counts aliases but not what they amount to.
final class Composer {
    private static final String YAML_TAG = "tag:yaml.org,2002:";
    private static final Set<String> OWN_TYPES =
            Set.of("str", "int", "float", "bool", "null", "seq", "map");

    private final Parser events;
    private final List<Flaw> flaws;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int depth;
    private long nodes;
    private long aliased;

    /// @param nodes how many nodes there are in it, aliases followed
    private record Anchored(Node node, long nodes) {}

    Composer(Parser events, List<Flaw> flaws) {
        this.events = events;
        this.flaws = flaws;
    }

    Optional<Node> document() {
        events.getEvent(); // the start of the stream
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return Optional.empty();
        }
        events.getEvent(); // the start of the document
        var root = node();
        events.getEvent(); // the end of the document
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            flaw(
                    place(events.peekEvent().getStartMark()),
                    "a second document begins here, expected one document in a file");
        }
        return Optional.of(root);
    }

    /// The mapping at the top up to the entry of a key; all of it where there is none.
    Optional<Node> documentUpTo(String key) {
        events.getEvent(); // the start of the stream
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return Optional.empty();
        }
        events.getEvent(); // the start of the document
        if (!events.checkEvent(Event.ID.MappingStart)) {
            return Optional.of(node());
        }
        var start = (MappingStartEvent) events.getEvent();
        return Optional.of(mapping(place(start.getStartMark()), key::equals));
    }

    private Node node() {
        var event = (NodeEvent) events.getEvent();
        if (event instanceof AliasEvent) {
            return alias(event);
        }
        if (++depth > Yaml.DEPTH_MAX) {
            throw new FlawException(
                    new Flaw(
                            place(event.getStartMark()),
                            "is nested more than " + Yaml.DEPTH_MAX + " deep"));
        }
        var anchor = event.getAnchor();
        if (anchor != null) {
            open.add(anchor);
        }
        var before = nodes++;
        var node = event instanceof ScalarEvent scalar ? scalar(scalar) : collection(event);
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, new Anchored(node, nodes - before));
        }
        depth--;
        return node;
    }

    private Node alias(NodeEvent event) {
        var place = place(event.getStartMark());
        var name = event.getAnchor();
        var anchored = anchors.get(name);
        if (anchored == null || open.contains(name)) {
            flaw(
                    place,
                    open.contains(name)
                            ? "*%s refers to what it is a part of".formatted(name)
                            : "*%s refers to nothing, expected &%s before it, or quotes around it"
                                    .formatted(name, name));
            return new Node.Scalar(place, "*" + name, true);
        }
        nodes += anchored.nodes;
        aliased += anchored.nodes;
        if (aliased > Yaml.ALIASED_MAX) {
            throw new FlawException(
                    new Flaw(
                            place,
                            "*%s: aliases make this file grow by more than %s values"
                                    .formatted(name, Yaml.ALIASED_MAX)));
        }
        return anchored.node;
    }

    private Node scalar(ScalarEvent event) {
        var place = place(event.getStartMark());
        checkTag(place, event.getTag());
        if (event.getValue().indexOf('\0') >= 0) {
            flaw(place, "contains a NUL character");
        }
        return new Node.Scalar(place, event.getValue().replace("\0", ""), event.isPlain());
    }

    private Node collection(NodeEvent event) {
        var place = place(event.getStartMark());
        checkTag(place, ((CollectionStartEvent) event).getTag());
        return event instanceof MappingStartEvent ? mapping(place, _ -> false) : sequence(place);
    }

    private Node sequence(Place place) {
        var items = new ArrayList<Node>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node());
        }
        events.getEvent();
        return new Node.Sequence(place, items);
    }

    /// @param isLast whether nothing behind the entry of that key is to be read
    private Node mapping(Place place, Predicate<String> isLast) {
        var entries = new LinkedHashMap<String, Node.Entry>();
        var merged = new ArrayList<Node.Mapping>();
        var isRead = false;
        while (!isRead && !events.checkEvent(Event.ID.MappingEnd)) {
            var keyPlace = place(events.peekEvent().getStartMark());
            var key = node();
            var value = node();
            if (!(key instanceof Node.Scalar name)) {
                flaw(keyPlace, "the key is a list or a map, expected a name");
            } else if (name.plain() && name.text().equals("<<")) {
                merge(value, merged);
            } else {
                add(entries, new Node.Entry(new Node.Scalar(keyPlace, name.text(), true), value));
                isRead = isLast.test(name.text());
            }
        }
        if (!isRead) {
            events.getEvent();
        }
        // What is written here wins over what is merged, and of that the first wins.
        merged.forEach(other -> other.entries().forEach(entries::putIfAbsent));
        return new Node.Mapping(place, entries);
    }

    private void add(SequencedMap<String, Node.Entry> entries, Node.Entry entry) {
        var first = entries.putIfAbsent(entry.key().text(), entry);
        if (first != null) {
            flaw(
                    entry.key().place(),
                    "duplicate key '%s', the first is at %s"
                            .formatted(shortened(entry.key().text()), first.key().place()));
        }
    }

    private void merge(Node value, List<Node.Mapping> merged) {
        var parts = value instanceof Node.Sequence(_, var items) ? items : List.of(value);
        for (var part : parts) {
            if (part instanceof Node.Mapping mapping) {
                merged.add(mapping);
            } else {
                flaw(part.place(), "<<: expected a map, or a list of maps, to merge");
            }
        }
    }

    private void checkTag(Place place, String tag) {
        if (tag == null || tag.equals("!")) {
            return;
        }
        if (!tag.startsWith(YAML_TAG)) {
            refuseTag(place, tag);
        } else if (!OWN_TYPES.contains(tag.substring(YAML_TAG.length()))) {
            refuseTag(place, "!!" + tag.substring(YAML_TAG.length()));
        }
    }

    private void refuseTag(Place place, String tag) {
        flaw(place, "the tag '%s' is not allowed here, remove it".formatted(shortened(tag)));
    }

    private void flaw(Place place, String message) {
        flaws.add(new Flaw(place, message));
    }

    private static String shortened(String text) {
        var line = text.replaceAll("\\p{Cc}", "?");
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
