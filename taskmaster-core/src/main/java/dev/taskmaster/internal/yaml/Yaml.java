package dev.taskmaster.internal.yaml;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads YAML 1.1 text into a tree of [Node]s.
///
/// Of YAML's features, one document, anchors, aliases and merge keys (`<<`) are understood. Tags
/// other than those of YAML's own types, duplicate keys, keys that are not text, aliases that blow
/// the tree up, and nesting beyond [#DEPTH_MAX] are flaws.
public final class Yaml {
    /// How deep nodes may be nested.
    public static final int DEPTH_MAX = 50;

    /// How many nodes a text may have more of because of aliases.
    public static final int ALIASED_MAX = 100_000;

    private Yaml() {}

    /// Reads a text. Takes time in proportion to its length, whatever is in it.
    ///
    /// @param text the text; whoever has it limits its length
    /// @return the tree, and all that is wrong with the text
    public static Document read(String text) {
        return read(text, Composer::document);
    }

    /// Reads no further than the entry of a key in the mapping at the top. What stands behind it,
    /// and whatever is wrong there, is not looked at.
    ///
    /// @param text the text
    /// @param key the key
    /// @return the tree as far as it was read, and what is wrong in that part
    public static Document readUpTo(String text, String key) {
        return read(text, composer -> composer.documentUpTo(key));
    }

    private static Document read(String text, Function<Composer, Optional<Node>> part) {
        var flaws = new ArrayList<Flaw>();
        var unprintable = unprintable(text);
        if (unprintable.isPresent()) {
            return new Document(Optional.empty(), List.of(unprintable.get()));
        }
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        var reader = new StreamReader(text);
        try {
            var parser = new ParserImpl(reader, options);
            return new Document(part.apply(new Composer(parser, flaws)), flaws);
        } catch (FlawException e) {
            flaws.add(e.flaw());
        } catch (MarkedYAMLException e) {
            flaws.add(SyntaxErrors.flaw(e, text));
        } catch (YAMLException | IllegalArgumentException e) {
            flaws.add(SyntaxErrors.flaw(e, reader.getMark()));
        }
        return new Document(Optional.empty(), flaws);
    }

    /// The parser refuses such characters too, but does not say where they are.
    private static Optional<Flaw> unprintable(String text) {
        var line = 1;
        var column = 1;
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                var message = "contains the control character U+%04X, expected text".formatted(c);
                return Optional.of(new Flaw(new Place(line, column), message));
            }
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
        return Optional.empty();
    }
}
