/// The pure machine: decides what to do, and does nothing.
///
/// [ProcessMachine] is the life of one process as a function of phase, input and moment; [Engine]
/// holds all processes and what spans several: names, groups, order, dependencies, reload,
/// shutdown. What comes out are effects, which are data.
///
/// May import `spec`, `status` and `event`. There is no thread, clock, file, process, lock or
/// random number here, and there must be none: that is what lets a million schedules be simulated.
package dev.taskmaster.internal.engine;
