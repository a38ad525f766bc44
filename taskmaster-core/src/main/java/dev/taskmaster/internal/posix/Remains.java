package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Signal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// What is left of a process that ended while no supervisor was there: who is still in its cgroup.
///
/// @param pid what it was, which may be another's by now
record Remains(long pid, Cgroup cgroup) implements RunningProcess {
    @Override
    public void signal(Signal signal, Target target) {
        if (target == Target.TREE) {
            new Descendants((int) pid, Optional.empty(), Optional.empty(), Optional.of(cgroup))
                    .signal(signal.number(), OptionalLong.of(System.nanoTime()));
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        throw new LaunchException("the process has ended");
    }

    @Override
    public void release() {
        cgroup.remove();
    }
}
