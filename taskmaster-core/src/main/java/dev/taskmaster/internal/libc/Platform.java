package dev.taskmaster.internal.libc;

import java.lang.foreign.Linker;
import java.util.stream.Stream;

/// Tells whether this package works here.
public final class Platform {
    /// The kernel's ABI differs between the two in a few struct layouts.
    static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");

    private Platform() {}

    /// {@return whether this is Linux on x86-64 or aarch64 with glibc 2.34 or newer, and the JVM
    /// lets this module call native code (`--enable-native-access`)}
    ///
    /// Without that option the JVM would still allow it, with a warning on stderr which is not ours
    /// to cause.
    public static boolean isSupported() {
        return System.getProperty("os.name").equals("Linux")
                && (X86_64 || System.getProperty("os.arch").equals("aarch64"))
                && Platform.class.getModule().isNativeAccessEnabled()
                && hasSymbols();
    }

    /// Musl, and glibc before 2.34, lack the second.
    private static boolean hasSymbols() {
        var symbols = Linker.nativeLinker().defaultLookup();
        return Stream.of(
                        "posix_spawn_file_actions_addchdir_np",
                        "posix_spawn_file_actions_addclosefrom_np")
                .allMatch(name -> symbols.find(name).isPresent());
    }
}
