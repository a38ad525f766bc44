/// Hear what happens and act on it.
package dev.taskmaster.examples.listener;
