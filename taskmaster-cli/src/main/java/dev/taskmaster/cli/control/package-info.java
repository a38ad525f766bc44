/// What people can ask of a supervisor: the interface [dev.taskmaster.cli.control.Control] that the
/// shell and the commands speak to, and how it is done for a supervisor in this process.
///
/// May import the exported packages of the core. Nothing in `Control` presupposes that the
/// supervisor is in the same process; text for people is not made here, but in `render`.
package dev.taskmaster.cli.control;
