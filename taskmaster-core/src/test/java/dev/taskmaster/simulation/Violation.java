package dev.taskmaster.simulation;

/// A rule that the engine has broken.
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private Violation(String message) {
        super(message);
    }

    /// @throws Violation if the rule does not hold
    static void unless(boolean holds, String format, Object... args) {
        if (!holds) {
            throw new Violation(format.formatted(args));
        }
    }
}
