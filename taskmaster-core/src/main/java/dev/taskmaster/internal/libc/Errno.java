package dev.taskmaster.internal.libc;

import java.lang.foreign.MemorySegment;

/// Error numbers (`man 3 errno`) and their names.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int ENOEXEC = 8;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ESPIPE = 29;
    public static final int EPIPE = 32;
    public static final int ERANGE = 34;
    public static final int ENAMETOOLONG = 36;

    private static final MemorySegment STRERRORDESC_NP = Native.function("strerrordesc_np");
    private static final MemorySegment STRERRORNAME_NP = Native.function("strerrorname_np");

    private Errno() {}

    /// {@return what an error means, never translated: `Permission denied`}
    public static String strerrordesc_np(int errno) {
        var text = Native.callForString(STRERRORDESC_NP, errno);
        return text.isEmpty() ? "error " + errno : text;
    }

    /// {@return the name of an error: `EACCES`}
    public static String strerrorname_np(int errno) {
        var text = Native.callForString(STRERRORNAME_NP, errno);
        return text.isEmpty() ? Integer.toString(errno) : text;
    }
}
