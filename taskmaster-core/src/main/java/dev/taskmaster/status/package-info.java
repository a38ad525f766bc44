/// What is: the state of each process, as immutable snapshots.
///
/// May import `spec`. Nothing here asks the system anything.
package dev.taskmaster.status;
