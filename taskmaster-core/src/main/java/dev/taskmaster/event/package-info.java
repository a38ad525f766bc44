/// What happened: one record per event, and the interface of those who listen.
///
/// May import `spec` and `status`. How events look as text or on a wire is decided by those who
/// write them there.
package dev.taskmaster.event;
