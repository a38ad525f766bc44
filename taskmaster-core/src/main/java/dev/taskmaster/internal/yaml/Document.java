package dev.taskmaster.internal.yaml;

import java.util.List;
import java.util.Optional;

/// What was read from a text.
///
/// @param root the tree; empty if the text holds nothing but comments, or cannot be read to its end
/// @param flaws what is wrong with the text; the tree, if there is one, leaves that out
public record Document(Optional<Node> root, List<Flaw> flaws) {
    public Document {
        flaws = List.copyOf(flaws);
    }
}
