package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Place;
import dev.taskmaster.spec.ProgramSpec;

import java.util.List;
import java.util.Optional;

/// A program as it was read, before it is checked against the others.
///
/// @param name its name
/// @param section where it stands
/// @param place the place of its name
/// @param dependencies what it depends on
/// @param spec what it is; empty if something is wrong with it
record ProgramDraft(
        String name,
        Section section,
        Place place,
        List<Dependency> dependencies,
        Optional<ProgramSpec> spec) {

    /// @param program the name of the program depended on
    /// @param place where that is said
    record Dependency(String program, Place place) {}
}
