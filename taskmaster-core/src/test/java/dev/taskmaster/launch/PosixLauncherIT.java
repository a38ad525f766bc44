package dev.taskmaster.launch;

import dev.taskmaster.internal.posix.PosixLauncher;

class PosixLauncherIT extends RealLauncherContract {
    @Override
    protected ProcessLauncher newLauncher() {
        return new PosixLauncher();
    }
}
