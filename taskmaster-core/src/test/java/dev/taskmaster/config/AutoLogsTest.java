package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.supervisord.AutoLogs;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class AutoLogsTest {
    private final AutoLogs logs = new AutoLogs(Path.of("/var/log"), "my+daemon", "seed");

    @Test
    void namesALogAfterItsProcessStreamAndDaemon() {
        assertThat(logs.path("g", "web_01", "stdout").toString())
                .matches("/var/log/web_01-stdout---my\\+daemon-[0-9a-z]{8}\\.log");
    }

    @Test
    void namesItTheSameUntilTheDaemonIsAnother() {
        var path = logs.path("g", "web", "stdout");
        assertThat(logs.path("g", "web", "stdout")).isEqualTo(path);
        assertThat(logs.path("h", "web", "stdout")).isNotEqualTo(path);
        assertThat(logs.path("g", "web", "stderr")).isNotEqualTo(path);
        var next = new AutoLogs(logs.folder(), logs.identifier(), "another");
        assertThat(next.path("g", "web", "stdout")).isNotEqualTo(path);
    }

    @Test
    void knowsTheLogsOfDaemonsOfItsIdentifier() {
        var name = logs.path("g", "web", "stdout").getFileName().toString();
        assertThat(logs.isOurs(name)).isTrue();
        assertThat(logs.isOurs(name + ".10")).isTrue();
        assertThat(logs.isOurs("web-stdout---my+daemon-x_yz12.log")).isTrue();
        assertThat(logs.isOurs("web-stdout---other-abcdefgh.log")).isFalse();
        assertThat(logs.isOurs("web-stdout---myyydaemon-abcdefgh.log")).isFalse();
        assertThat(logs.isOurs(name + ".bak")).isFalse();
        assertThat(logs.isOurs("web.log")).isFalse();
    }

    @Test
    void staysInItsFolderWhateverTheIdentifier() {
        var odd = new AutoLogs(Path.of("/var/log"), "../x/y", "seed");
        assertThat(odd.path("g", "p", "stdout").getParent()).isEqualTo(Path.of("/var/log"));
    }
}
