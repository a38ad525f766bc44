/// A daemon under everything at once, for as long as asked: see [SoakIT].
package dev.taskmaster.cli.soak;
