package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;

/// One call of `posix_spawn` with its file actions (`man 3 posix_spawn`). Used and closed by the
/// thread that made it.
public final class Spawn implements AutoCloseable {
    public static final int POSIX_SPAWN_SETPGROUP = 0x02;
    public static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    public static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    public static final int POSIX_SPAWN_SETSID = 0x80;

    /// More than `posix_spawnattr_t`, `posix_spawn_file_actions_t` and `sigset_t` have anywhere.
    private static final int STRUCT_BYTES = 512;

    private static final MemorySegment POSIX_SPAWN = Native.function("posix_spawn");
    private static final MemorySegment ATTR_INIT = Native.function("posix_spawnattr_init");
    private static final MemorySegment ATTR_SETFLAGS = Native.function("posix_spawnattr_setflags");
    private static final MemorySegment ATTR_SETSIGMASK =
            Native.function("posix_spawnattr_setsigmask");
    private static final MemorySegment ATTR_SETSIGDEFAULT =
            Native.function("posix_spawnattr_setsigdefault");
    private static final MemorySegment ACTIONS_INIT =
            Native.function("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY =
            Native.function("posix_spawn_file_actions_destroy");
    private static final MemorySegment ACTIONS_ADDDUP2 =
            Native.function("posix_spawn_file_actions_adddup2");
    private static final MemorySegment ACTIONS_ADDCHDIR_NP =
            Native.function("posix_spawn_file_actions_addchdir_np");
    private static final MemorySegment ACTIONS_ADDCLOSEFROM_NP =
            Native.function("posix_spawn_file_actions_addclosefrom_np");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment file_actions = arena.allocate(STRUCT_BYTES, 16);
    private final Attributes attributes;

    /// `posix_spawnattr_t`, for any number of calls. Its memory, which is all that it has, is freed
    /// with it.
    public static final class Attributes {
        private final MemorySegment attr = Arena.ofAuto().allocate(STRUCT_BYTES, 16);

        /// @param flags of those above; the signal mask that [#POSIX_SPAWN_SETSIGMASK] sets is
        ///   empty, the signals that [#POSIX_SPAWN_SETSIGDEF] resets are all, and the process group
        ///   that [#POSIX_SPAWN_SETPGROUP] makes is a new one
        public Attributes(int flags) {
            try (var arena = Arena.ofConfined()) {
                var set = arena.allocate(STRUCT_BYTES, Long.BYTES);
                Native.call(ATTR_INIT, attr.address());
                Native.call(ATTR_SETSIGMASK, attr.address(), set.address());
                set.fill((byte) -1);
                Native.call(ATTR_SETSIGDEFAULT, attr.address(), set.address());
                Native.call(ATTR_SETFLAGS, attr.address(), flags);
            }
        }
    }

    public Spawn(Attributes attributes) {
        this.attributes = attributes;
        Native.call(ACTIONS_INIT, file_actions.address());
    }

    /// The result of this and its like is 0 or an error number, not negated.
    public int adddup2(int fd, int newfd) {
        return Native.call(ACTIONS_ADDDUP2, file_actions.address(), fd, newfd);
    }

    public int addchdir_np(String path) {
        return Native.call(
                ACTIONS_ADDCHDIR_NP, file_actions.address(), arena.allocateFrom(path).address());
    }

    public int addclosefrom_np(int from) {
        return Native.call(ACTIONS_ADDCLOSEFROM_NP, file_actions.address(), from);
    }

    /// Starts a program.
    ///
    /// @param envp its environment, each `NAME=value`
    /// @return its process id, or `-errno`
    public int posix_spawn(String path, List<String> argv, List<String> envp) {
        var pid = arena.allocate(JAVA_INT);
        var error =
                Native.call(
                        POSIX_SPAWN,
                        pid.address(),
                        arena.allocateFrom(path).address(),
                        file_actions.address(),
                        attributes.attr.address(),
                        Native.strings(arena, argv).address(),
                        Native.strings(arena, envp).address());
        Reference.reachabilityFence(attributes);
        return error == 0 ? pid.get(JAVA_INT, 0) : -error;
    }

    @Override
    public void close() {
        Native.call(ACTIONS_DESTROY, file_actions.address());
        arena.close();
    }
}
