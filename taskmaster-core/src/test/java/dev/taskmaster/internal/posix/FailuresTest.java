package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.libc.Errno;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class FailuresTest {
    @Test
    void sayWhatCouldNotBeDoneAndWhy() {
        assertThat(Failures.of(Errno.EACCES, "open log /z"))
                .hasMessage("cannot open log /z: Permission denied");
        assertThat(Failures.of(Errno.EMFILE, "make a pipe"))
                .hasMessage(
                        "cannot make a pipe: too many open files in this process; raise its limit"
                                + " (ulimit -n)");
        assertThat(Failures.of(Errno.ENFILE, "make a pipe"))
                .hasMessage("cannot make a pipe: too many open files in the system");
    }

    @Test
    void sayWhyAProgramDoesNotStart() {
        var program = Path.of("/bin/web");
        assertThat(Failures.ofSpawn(Errno.EAGAIN, program))
                .hasMessage("cannot spawn: Resource temporarily unavailable (EAGAIN)");
        assertThat(Failures.ofSpawn(Errno.E2BIG, program))
                .hasMessage("cannot spawn: Argument list too long (E2BIG)");
        assertThat(Failures.ofSpawn(Errno.EACCES, program))
                .hasMessage("cannot run '/bin/web': Permission denied");
        assertThat(Failures.ofSpawn(Errno.ENOENT, program))
                .hasMessage(
                        "cannot run '/bin/web': the interpreter it names (#! line or loader) is"
                                + " missing");
    }

    @Test
    void knowErrorsThatHaveNoName() {
        assertThat(Failures.of(9999, "x")).hasMessage("cannot x: error 9999");
    }
}
