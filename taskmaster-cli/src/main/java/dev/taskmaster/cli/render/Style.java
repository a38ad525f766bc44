package dev.taskmaster.cli.render;

import dev.taskmaster.status.ProcessState;

/// Colours, or their absence.
///
/// @param colours whether the terminal shows them
public record Style(boolean colours) {
    /// Text as it is.
    public static final Style PLAIN = new Style(false);

    private static final String RESET = "\033[0m";

    /// {@return the text of a failure}
    public String error(String text) {
        return sgr("31", text);
    }

    /// {@return the text of what went well}
    public String good(String text) {
        return sgr("32", text);
    }

    /// {@return the text of what needs a look}
    public String warning(String text) {
        return sgr("33", text);
    }

    /// {@return the text of what matters less}
    public String faint(String text) {
        return sgr("2", text);
    }

    /// {@return the text of a heading or of what is being asked for}
    public String strong(String text) {
        return sgr("1", text);
    }

    /// {@return the text in the colour of a state}
    public String state(ProcessState state, String text) {
        return switch (state) {
            case RUNNING -> good(text);
            case STARTING, STOPPING, BACKOFF -> warning(text);
            case FATAL, UNKNOWN -> error(text);
            case STOPPED, EXITED -> faint(text);
        };
    }

    /// `console_codes(4)`, ECMA-48 Select Graphic Rendition.
    private String sgr(String attribute, String text) {
        return colours ? "\033[" + attribute + "m" + text + RESET : text;
    }
}
