package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Calls C functions, all through one shape: six longs in, one long out.
///
/// The calling conventions of x86-64 and aarch64 Linux pass integers and pointers alike, in the
/// first six registers, and variadic ones no differently; a callee does not look at registers it
/// has no parameter for. One shape means one linker stub, and making stubs is most of what the
/// foreign function interface costs at start-up.
@SuppressWarnings("restricted")
final class Native {
    private static final SymbolLookup SYMBOLS = Linker.nativeLinker().defaultLookup();
    private static final MethodHandle CALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            FunctionDescriptor.of(
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                    JAVA_LONG, JAVA_LONG),
                            Linker.Option.captureCallState("errno"));

    /// Where a call leaves `errno`, which is its only member.
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(
                    () -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private Native() {}

    static MemorySegment function(String name) {
        return SYMBOLS.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    /// Calls a function that returns an `int`, or less than 2^31 at least.
    ///
    /// @return its result, or `-errno` for a result of -1
    static int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        var errno = ERRNO.get();
        // The upper half of the register is undefined where the C type is int.
        var result = (int) invoke(function, errno, a, b, c, d, e, f);
        return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    /// Calls a function that returns a `long`.
    ///
    /// @return its result, or `-errno` for a result of -1
    static long callForLong(MemorySegment function, long a, long b, long c) {
        var errno = ERRNO.get();
        var result = invoke(function, errno, a, b, c, 0, 0, 0);
        return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    static int call(MemorySegment function, long a, long b, long c, long d) {
        return call(function, a, b, c, d, 0, 0);
    }

    static int call(MemorySegment function, long a, long b, long c) {
        return call(function, a, b, c, 0, 0, 0);
    }

    static int call(MemorySegment function, long a, long b) {
        return call(function, a, b, 0, 0, 0, 0);
    }

    static int call(MemorySegment function, long a) {
        return call(function, a, 0, 0, 0, 0, 0);
    }

    /// Calls a function that returns a constant string.
    ///
    /// @return that string, or an empty one for NULL
    static String callForString(MemorySegment function, long a) {
        return string(invoke(function, ERRNO.get(), a, 0, 0, 0, 0, 0));
    }

    /// {@return the string at an address, or an empty one at NULL}
    static String string(long address) {
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
    }

    /// {@return a NULL-terminated array of strings}
    static MemorySegment strings(SegmentAllocator allocator, List<String> strings) {
        var array = allocator.allocate(ADDRESS, strings.size() + 1L);
        var all = new ByteArrayOutputStream();
        var ends = new int[strings.size()];
        for (var i = 0; i < ends.length; i++) {
            all.writeBytes(strings.get(i).getBytes(StandardCharsets.UTF_8));
            all.write(0);
            ends[i] = all.size();
        }
        var memory = allocator.allocateFrom(JAVA_BYTE, all.toByteArray());
        var start = 0;
        for (var i = 0; i < ends.length; i++) {
            array.setAtIndex(JAVA_LONG, i, memory.address() + start);
            start = ends[i];
        }
        return array;
    }

    private static long invoke(
            MemorySegment function,
            MemorySegment errno,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f) {
        try {
            return (long) CALL.invokeExact(function, errno, a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw new AssertionError("a call into C does not throw", impossible);
        }
    }
}
