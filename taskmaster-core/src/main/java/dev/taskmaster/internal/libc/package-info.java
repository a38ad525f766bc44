/// The C library, by its own names: functions, structs and constants, and nothing else.
///
/// The only user of `java.lang.foreign`; memory crosses its border as direct
/// [java.nio.ByteBuffer]s. May import nothing of ours. A function returns what it returns in C,
/// except that where C returns -1 and sets `errno`, it returns `-errno`, as the system call itself
/// does; [Errno] has the numbers. Policy and exceptions are absent: they belong one package up.
///
/// Serves Linux with glibc on x86-64 and aarch64; ask [Platform#isSupported] before anything else
/// here is touched.
package dev.taskmaster.internal.libc;
