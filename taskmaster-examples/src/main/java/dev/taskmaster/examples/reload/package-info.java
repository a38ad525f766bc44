/// Change what is supervised while it runs.
package dev.taskmaster.examples.reload;
