/// Supervise something that is no process of the operating system.
package dev.taskmaster.examples.launcher;
