package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Channel;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What may come next on a line.
@FunctionalInterface
public interface Completion {
    /// Nothing.
    Completion NOTHING = (_, _) -> List.of();

    /// {@return the words that may come next}
    ///
    /// @param before the words between the verb and the one being typed
    /// @param processes all processes as they are now
    List<Choice> choices(List<String> before, List<ProcessStatus> processes);

    /// A word that may come next.
    ///
    /// @param word the word
    /// @param description what it stands for, in a few words
    record Choice(String word, String description) {}

    /// {@return any number of names of processes in certain states, of groups with one, and `all`}
    static Completion names(Predicate<ProcessState> wanted) {
        return (before, processes) ->
                namesOf(processes.stream().filter(p -> wanted.test(p.state())).toList()).stream()
                        .filter(choice -> !before.contains(choice.word()))
                        .toList();
    }

    /// {@return a signal, and then names of processes that a signal can reach}
    static Completion signalAndNames() {
        return (before, processes) ->
                before.isEmpty()
                        ? words(Signal.names())
                        : names(ProcessState::isAlive)
                                .choices(before.subList(1, before.size()), processes);
    }

    /// {@return the name of one process that has a log, and then which of its logs}
    static Completion log() {
        return (before, processes) -> {
            if (!before.isEmpty() && takesNumber(before.getLast())) {
                return List.of();
            }
            return switch (namesIn(before)) {
                case 0 ->
                        processes.stream()
                                .filter(Completion::hasLog)
                                .map(Completion::choice)
                                .toList();
                case 1 -> words(Arrays.stream(Channel.values()).map(Channel::toString).toList());
                default -> List.of();
            };
        };
    }

    /// {@return one of some words}
    static Completion oneOf(List<String> words) {
        return (before, _) -> before.isEmpty() ? words(words) : List.of();
    }

    private static List<Choice> words(List<String> words) {
        return words.stream().map(word -> new Choice(word, "")).toList();
    }

    private static boolean hasLog(ProcessStatus process) {
        return process.stdout().isPresent() || process.stderr().isPresent();
    }

    private static int namesIn(List<String> words) {
        var names = 0;
        for (var i = 0; i < words.size(); i++) {
            if (takesNumber(words.get(i))) {
                i++;
            } else if (!words.get(i).startsWith("-")) {
                names++;
            }
        }
        return names;
    }

    private static boolean takesNumber(String option) {
        return option.equals("-n") || option.equals("-b");
    }

    private static List<Choice> namesOf(List<ProcessStatus> processes) {
        var choices = new ArrayList<Choice>();
        var sizes = new TreeMap<String, Integer>();
        for (var process : processes) {
            choices.add(choice(process));
            sizes.merge(process.name().group(), 1, Integer::sum);
        }
        sizes.forEach(
                (group, size) -> {
                    if (size > 1) {
                        choices.add(new Choice(group + ":*", size + " processes"));
                    }
                });
        if (!choices.isEmpty()) {
            choices.add(new Choice("all", processes.size() + " processes"));
        }
        return choices;
    }

    private static Choice choice(ProcessStatus process) {
        return new Choice(process.name().toString(), process.state().name());
    }
}
