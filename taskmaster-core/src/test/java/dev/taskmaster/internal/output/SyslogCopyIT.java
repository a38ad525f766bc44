package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.spec.Tap;
import dev.taskmaster.testing.FakeSyslog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class SyslogCopyIT {
    @TempDir private Path folder;

    @Test
    void eachLineGoesToSyslogWithTheNameOfItsProcess() throws IOException {
        var socket = folder.resolve("log");
        try (var syslog = new FakeSyslog(socket)) {
            var tap = new Tap(false, false, 0, true);
            var copy = new SyslogCopy(socket, "web");
            var sink = new TappedSink(OutputSink.NONE, tap, copy, (_, _) -> {});
            sink.write(ByteBuffer.wrap("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(syslog.receive())
                    .matches("<14>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d supervisord: web one");
            assertThat(syslog.receive()).endsWith(" supervisord: web two");
        }
    }
}
