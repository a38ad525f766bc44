package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatIT {
    /// The parent of all the kernel's threads but itself; in a container it is somebody else, or
    /// nobody.
    private static final int KTHREADD = 2;

    private static boolean isKthreadd(int pid) {
        return pid == KTHREADD && ProcFs.command(pid).equals("[kthreadd]");
    }

    @Test
    void tellsTheKernelsOwnThreadsFromProcesses() {
        var self = ProcStat.of((int) ProcessHandle.current().pid()).orElseThrow();
        assertThat(self.isKernels()).isFalse();
        assertThat(ProcFs.all().stream().flatMap(pid -> ProcStat.of(pid).stream()))
                .allSatisfy(
                        stat ->
                                assertThat(stat.isKernels())
                                        .as("%s", stat)
                                        .isEqualTo(
                                                isKthreadd(stat.pid())
                                                        || isKthreadd(stat.parent())));
    }
}
