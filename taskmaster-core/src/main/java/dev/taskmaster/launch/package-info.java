/// How processes are started: the interface between the supervisor and whatever runs processes.
///
/// Write a launcher of your own against it and hand it to `Supervisor.Builder.launcher`, or offer
/// it as a service. May import `spec` and `status`. Nothing here knows of policies, states or
/// events.
package dev.taskmaster.launch;
