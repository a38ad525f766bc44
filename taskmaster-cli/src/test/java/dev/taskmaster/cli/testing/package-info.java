/// What the tests of the command line need: processes that are only claimed, a pseudo terminal and
/// somebody who types.
package dev.taskmaster.cli.testing;
