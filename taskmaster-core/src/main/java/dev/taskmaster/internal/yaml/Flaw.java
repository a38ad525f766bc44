package dev.taskmaster.internal.yaml;

/// Something that is wrong with the text itself, whatever it means.
///
/// @param place where
/// @param message what was found and what was expected
public record Flaw(Place place, String message) {}
