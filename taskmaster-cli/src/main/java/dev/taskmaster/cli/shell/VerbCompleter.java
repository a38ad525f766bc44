package dev.taskmaster.cli.shell;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.verb.Completion.Choice;
import dev.taskmaster.cli.verb.Verbs;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import java.util.List;
import java.util.stream.Stream;

/// Completes verbs, and what their table says may follow.
///
/// @param verbs the table
/// @param control knows the processes and their states
record VerbCompleter(Verbs verbs, Control control) implements Completer {

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        choices(line.words().subList(0, line.wordIndex()))
                .map(VerbCompleter::candidate)
                .forEach(candidates::add);
    }

    /// {@return the words that may follow those before the one being typed}
    Stream<Choice> choices(List<String> before) {
        if (before.isEmpty()) {
            return verbs.all().stream().map(verb -> new Choice(verb.name(), verb.summary()));
        }
        return verbs.find(before.getFirst()).stream()
                .map(
                        verb ->
                                verb.completion()
                                        .choices(
                                                before.subList(1, before.size()), control.status()))
                .flatMap(List::stream);
    }

    private static Candidate candidate(Choice choice) {
        var description = choice.description().isEmpty() ? null : choice.description();
        return new Candidate(choice.word(), choice.word(), null, description, null, null, true);
    }
}
