/// What a supervisor does when it runs out of something: disk, descriptors, processes, memory,
/// time.
///
/// Most of it happens to a JVM of its own, an [dev.taskmaster.shortage.OtherSupervisor]. What is
/// promised for each is in `docs/reference/promises.md`, which names these tests.
package dev.taskmaster.shortage;
