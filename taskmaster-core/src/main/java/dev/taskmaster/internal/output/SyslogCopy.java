package dev.taskmaster.internal.output;

import dev.taskmaster.internal.libc.UnixDatagram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Sends what a process writes to syslog, line by line with its name before each, as supervisord
/// does: of the facility `user` and the severity `info`. What syslog does not take is lost.
///
/// @param socket syslog's
/// @param name the name of the process
public record SyslogCopy(Path socket, String name) {
    private static final int USER_INFO = 1 * 8 + 6;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    /// To this machine's syslog.
    public SyslogCopy(String name) {
        this(Path.of("/dev/log"), name);
    }

    /// Sends what was written at a time; where it does not end with a line, nor does that.
    void send(byte[] bytes) {
        var time = TIME.format(InstantSource.system().instant().atZone(ZoneId.systemDefault()));
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(
                        line -> {
                            var text =
                                    "<%d>%s supervisord: %s %s"
                                            .formatted(USER_INFO, time, name, line);
                            try {
                                UnixDatagram.send(socket, text.getBytes(StandardCharsets.UTF_8));
                            } catch (IOException e) {
                                // Nobody listens, or not fast enough: its log has it all the same.
                            }
                        });
    }
}
