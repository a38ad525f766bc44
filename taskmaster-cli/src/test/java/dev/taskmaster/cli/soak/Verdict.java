package dev.taskmaster.cli.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the lives of the children, the logs and the test's own diary say together.
final class Verdict {
    private static final int EXAMPLES_MAX = 30;

    private final Diary diary;
    private final Told told;
    private final List<String> examples = new ArrayList<>();
    private int doubles;
    private int disturbed;
    private int exact;
    private int wrong;
    private int unknown;
    private int unknownWithoutCause;
    private int untold;
    private int untoldWithoutCause;

    Verdict(Collection<Life> lives, Told told, Diary diary) {
        this.told = told;
        this.diary = diary;
        lives.forEach(this::judge);
    }

    private void judge(Life life) {
        if (life.isDouble()) {
            doubles++;
            say("a second one", life);
        }
        var ways = waysToEnd(life);
        if (ways.isEmpty() || !life.asked().stream().allMatch(at -> wasCommanded(life, at))) {
            disturbed++;
            say("disturbed", life);
            return;
        }
        var end = told.endOf(life);
        // Nobody but its parent learns how a process ends that nobody watches.
        var excused =
                diary.wasAbsent(life.last())
                        || diary.isAdopted(life) && diary.wasReplaced(life.last());
        if (end.isEmpty()) {
            untold++;
            // Nobody knows of one that began and ended while nobody watched.
            if (!excused && !diary.wasAbsent(life.begun()) && !diary.wasReplaced(life.begun())) {
                untoldWithoutCause++;
                say("its end is not told", life);
            }
        } else if (end.get().how().equals("unknown")) {
            unknown++;
            if (!excused) {
                unknownWithoutCause++;
                say("unknown without a cause", life);
            }
        } else if (ways.contains(end.get().how())) {
            exact++;
        } else {
            wrong++;
            say("is said to have ended by " + end.get() + ", expected " + ways, life);
        }
    }

    /// How it can have ended; empty if nobody had a reason to end it.
    private List<String> waysToEnd(Life life) {
        var ways = new ArrayList<String>();
        life.end().ifPresent(ways::add);
        // It was killed, by the test or since it did not want to stop.
        if (diary.hasKilled(life) || !life.asked().isEmpty()) {
            ways.add("signal KILL");
        }
        // It was asked to stop before it could listen.
        if (ways.isEmpty() && wasCommanded(life, life.last())) {
            ways.add("signal TERM");
            ways.add("signal KILL");
        }
        return ways;
    }

    private boolean wasCommanded(Life life, double at) {
        return diary.wasCommanded(life.name(), told.decided(life, at));
    }

    private void say(String what, Life life) {
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(what + ": " + life);
        }
    }

    /// {@return what must not be there; empty if all is well}
    Optional<String> objection() {
        var bad = doubles + disturbed + wrong + unknownWithoutCause + untoldWithoutCause;
        return bad == 0 ? Optional.empty() : Optional.of(String.join("\n", examples));
    }

    @Override
    public String toString() {
        return """
        double starts                      %d
        children disturbed                 %d
        exit statuses exact                %d
        exit statuses wrong                %d
        exit statuses unknown              %d, of these while a supervisor ran %d
        ends not told                      %d, of these while a supervisor ran %d
        """
                .formatted(
                        doubles,
                        disturbed,
                        exact,
                        wrong,
                        unknown,
                        unknownWithoutCause,
                        untold,
                        untoldWithoutCause);
    }
}
