package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Place;

import java.nio.file.Path;

/// The configuration file that is being read.
///
/// @param file where it is; absolute
/// @param folder what its paths start from
/// @param variables what `${…}` stands for
/// @param problems where to say what is wrong
record Source(Path file, Folder folder, Expansion variables, Problems problems) {
    void problem(Place place, String message) {
        problems.add(file, place, message);
    }
}
