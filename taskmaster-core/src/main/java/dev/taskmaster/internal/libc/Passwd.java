package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One account of the system (`man 3 getpwnam`).
///
/// @param pw_name its name
/// @param pw_uid its user id, an unsigned number
/// @param pw_gid the id of its primary group, an unsigned number
/// @param pw_dir its home folder
/// @param pw_shell its shell; may be empty
public record Passwd(String pw_name, int pw_uid, int pw_gid, String pw_dir, String pw_shell) {
    /// The places of the members of `struct passwd` on 64-bit Linux, and its size.
    private static final int PW_NAME_AT = 0;

    private static final int PW_UID_AT = 16;
    private static final int PW_GID_AT = 20;
    private static final int PW_DIR_AT = 32;
    private static final int PW_SHELL_AT = 40;
    private static final int PASSWD_BYTES = 48;

    private static final int BUFFER_BYTES_MIN = 4096;
    private static final int BUFFER_BYTES_MAX = 1 << 20;
    private static final int GROUPS_MIN = 64;

    private static final MemorySegment GETPWNAM_R = Native.function("getpwnam_r");
    private static final MemorySegment GETPWUID_R = Native.function("getpwuid_r");
    private static final MemorySegment GETGROUPLIST = Native.function("getgrouplist");

    /// {@return the account of a name, or empty if there is none}
    public static Optional<Passwd> getpwnam(String name) {
        try (var arena = Arena.ofConfined()) {
            return find(GETPWNAM_R, arena.allocateFrom(name).address());
        }
    }

    /// {@return the account of a user id, or empty if there is none}
    public static Optional<Passwd> getpwuid(int uid) {
        return find(GETPWUID_R, uid);
    }

    private static Optional<Passwd> find(MemorySegment function, long key) {
        for (var bytes = BUFFER_BYTES_MIN; bytes <= BUFFER_BYTES_MAX; bytes *= 4) {
            try (var arena = Arena.ofConfined()) {
                var passwd = arena.allocate(PASSWD_BYTES, Long.BYTES);
                var found = arena.allocate(JAVA_LONG);
                var error =
                        Native.call(
                                function,
                                key,
                                passwd.address(),
                                arena.allocate(bytes).address(),
                                bytes,
                                found.address(),
                                0);
                if (error != Errno.ERANGE) {
                    return found.get(JAVA_LONG, 0) == 0
                            ? Optional.empty()
                            : Optional.of(of(passwd));
                }
            }
        }
        return Optional.empty();
    }

    private static Passwd of(MemorySegment passwd) {
        return new Passwd(
                Native.string(passwd.get(JAVA_LONG, PW_NAME_AT)),
                passwd.get(JAVA_INT, PW_UID_AT),
                passwd.get(JAVA_INT, PW_GID_AT),
                Native.string(passwd.get(JAVA_LONG, PW_DIR_AT)),
                Native.string(passwd.get(JAVA_LONG, PW_SHELL_AT)));
    }

    /// {@return the ids of all groups of this account, its primary one among them}
    public List<Integer> getgrouplist() {
        for (var count = GROUPS_MIN; ; count *= 4) {
            try (var arena = Arena.ofConfined()) {
                var groups = arena.allocate(JAVA_INT, count);
                var ngroups = arena.allocateFrom(JAVA_INT, count);
                Native.call(
                        GETGROUPLIST,
                        arena.allocateFrom(pw_name).address(),
                        pw_gid,
                        groups.address(),
                        ngroups.address());
                // What comes back is how many there are, also where that is more than fit in.
                if (ngroups.get(JAVA_INT, 0) <= count) {
                    return IntStream.range(0, ngroups.get(JAVA_INT, 0))
                            .mapToObj(i -> groups.getAtIndex(JAVA_INT, i))
                            .toList();
                }
            }
        }
    }
}
