package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.launch.LaunchException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// Where a process's cgroup is.
class CgroupsTest {
    private static final String ROOT = "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw";
    private static final String UNIFIED =
            "31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";

    @Test
    void isBelowWhereVersion2IsMounted() {
        assertThat(folder("0::/system.slice/taskmaster.service", ROOT, UNIFIED))
                .isEqualTo("/sys/fs/cgroup/system.slice/taskmaster.service");
        assertThat(folder("0::/", ROOT, UNIFIED)).isEqualTo("/sys/fs/cgroup");
    }

    @Test
    void isFoundBesideVersion1() {
        var version1 = "32 31 0:29 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids";
        var version2 = "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";
        assertThat(
                        Cgroups.folder(
                                List.of("8:pids:/limited", "0::/user.slice"),
                                List.of(ROOT, version1, version2)))
                .contains(Path.of("/sys/fs/cgroup/unified/user.slice"));
        assertThat(Cgroups.folder(List.of("8:pids:/limited"), List.of(ROOT, version1))).isEmpty();
    }

    @Test
    void isFoundInAContainerThatSeesItsOwnPartOnly() {
        var part = "31 23 0:28 /docker/4f /sys/fs/cgroup ro - cgroup2 cgroup rw";
        assertThat(folder("0::/docker/4f/init", part)).isEqualTo("/sys/fs/cgroup/init");
        assertThat(Cgroups.folder(List.of("0::/docker/5a"), List.of(part))).isEmpty();
    }

    private static String folder(String cgroup, String... mounts) {
        return Cgroups.folder(List.of(cgroup), List.of(mounts)).orElseThrow().toString();
    }

    @Test
    void saysWhyNoneCanBeMade() {
        try (var reactor = new Reactor()) {
            assertThatThrownBy(() -> Cgroups.below(Path.of("/proc/self"), reactor))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageMatching(
                            "cannot make /proc/self/taskmaster.try-\\S+: No such file or directory");
        }
    }
}
