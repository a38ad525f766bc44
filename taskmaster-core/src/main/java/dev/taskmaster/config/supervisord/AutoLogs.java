package dev.taskmaster.config.supervisord;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.regex.Pattern;

/// The names of the logs that the daemon makes up itself, for processes whose log is AUTO:
/// `web-stdout---supervisor-k3vx0a9d.log`.
///
/// supervisord takes what stands before `.log` at random. Here it follows from the seed and the
/// process: one daemon, which keeps its seed, finds the same name each time it reads its file, and
/// the next daemon finds others. Old logs are known by [#isOurs], and are to be deleted when a
/// daemon starts, not when it ends.
///
/// @param folder where they are; absolute
/// @param identifier what the daemon calls itself
/// @param seed what tells this daemon from those before it
public record AutoLogs(Path folder, String identifier, String seed) {
    private static final int RANDOM_LENGTH = 8;

    public AutoLogs {
        Objects.requireNonNull(folder);
        // The names of files have no slash.
        identifier = identifier.replace('/', '_');
        Objects.requireNonNull(seed);
    }

    /// {@return the log of a process}
    ///
    /// @param group the name of its group
    /// @param process its own name
    /// @param channel `stdout` or `stderr`
    public Path path(String group, String process, String channel) {
        return folder.resolve(
                "%s-%s---%s-%s.log"
                        .formatted(process, channel, identifier, random(group, process, channel)));
    }

    /// {@return whether a file of that name in the folder is the log of some daemon with this
    /// identifier, or an old part of one}
    public boolean isOurs(String fileName) {
        return Pattern.matches(
                ".+?---" + Pattern.quote(identifier) + "-\\S+\\.log\\.?[0-9]{0,4}", fileName);
    }

    private String random(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed.getBytes(StandardCharsets.UTF_8));
            for (var part : parts) {
                digest.update((byte) 0);
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            var digits = new BigInteger(1, digest.digest()).toString(36);
            return "0".repeat(RANDOM_LENGTH).concat(digits).substring(digits.length());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
