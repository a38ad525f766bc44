package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.Launch;
import dev.taskmaster.launch.Observed;

/// What a JVM of its own runs for [OtherJvmIT]: says whether the launcher works there, and if so,
/// how a process ended.
final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] args) {
        if (!PosixLauncher.isAvailable()) {
            System.out.println("not available");
            return;
        }
        try (var launcher = new PosixLauncher()) {
            var observed = new Observed();
            launcher.launch(
                    Launch.of("/bin/sh", "-c", "echo hello; exit 3").request("web"), observed);
            System.out.println(observed.status());
        }
    }
}
