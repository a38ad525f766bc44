/// Tests of the distribution in `target/taskmaster`, run when it has been put together: in the
/// phase `package`, and not before.
package dev.taskmaster.cli.distribution;
