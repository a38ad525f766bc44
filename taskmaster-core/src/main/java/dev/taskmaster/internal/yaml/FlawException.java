package dev.taskmaster.internal.yaml;

/// Ends the reading of a text that is not to be read any further.
final class FlawException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Flaw flaw;

    FlawException(Flaw flaw) {
        super(flaw.message(), null, false, false);
        this.flaw = flaw;
    }

    Flaw flaw() {
        return flaw;
    }
}
