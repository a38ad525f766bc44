package dev.taskmaster.internal.output;

import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.nio.file.Path;

/// The same where native access is denied.
class RotatingFileByChannelTest extends RotatingFileTest {
    @Override
    RotatingFile open(Path path, Rotation rotation) throws IOException {
        return RotatingFile.open(path, ChannelFile::open, rotation);
    }
}
