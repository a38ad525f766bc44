/// Fakes to test against without an operating system: a launcher whose processes are scripted.
///
/// Published as the test-jar of this module.
package dev.taskmaster.testing;
