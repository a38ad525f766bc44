package dev.taskmaster.internal.launch;

import java.util.List;

/// Sets a umask by way of `/bin/sh`, for a launcher that cannot do it by itself.
public final class UmaskShell {
    public static final String SHELL = "/bin/sh";

    private UmaskShell() {}

    /// {@return the words to put before a program and its arguments to have it run with a umask}
    ///
    /// The shell becomes the program, so that its process id stays; what the program is called by
    /// is its path then.
    ///
    /// @param umask 0 to 0777
    public static List<String> words(int umask) {
        return List.of(SHELL, "-c", "umask %04o; exec \"$0\" \"$@\"".formatted(umask));
    }
}
