/// Supervise one program in ten lines.
package dev.taskmaster.examples.quickstart;
