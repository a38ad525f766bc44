/// The front door of the library: [dev.taskmaster.Supervisor].
///
/// May import every other package of this module; none of them imports it.
package dev.taskmaster;
