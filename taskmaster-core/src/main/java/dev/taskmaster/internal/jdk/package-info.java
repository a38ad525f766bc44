/// The portable launcher, on [java.lang.ProcessBuilder] and [java.lang.ProcessHandle], for Unix
/// systems other than Linux and for JVMs that deny native access.
///
/// Start reading at [JdkLauncher], which says what it cannot do. May import `launch`, `spec`,
/// `status` and `internal.launch`.
package dev.taskmaster.internal.jdk;
