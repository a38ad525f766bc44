package dev.taskmaster.server.xmlrpc;

/// The answer to a call that failed.
///
/// @param code a number for programs
/// @param text a text for people
public record Fault(int code, String text) {}
