/// What is wanted: programs, the processes they ask for, and the policies those live by.
///
/// Values only: immutable, checked when they are made, equal by content. This package imports
/// nothing else of Taskmaster and does no input or output.
package dev.taskmaster.spec;
