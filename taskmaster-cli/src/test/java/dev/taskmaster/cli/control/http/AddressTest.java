package dev.taskmaster.cli.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class AddressTest {
    @Test
    void readsUnixSocketsAndTcpPorts() {
        assertThat(Address.parse("unix:///run/t.sock").unix()).contains(Path.of("/run/t.sock"));
        var tcp = Address.parse("http://me:secret@[::1]:8000/");
        assertThat(tcp.tcpHost()).isEqualTo("::1");
        assertThat(tcp.port()).isEqualTo(8000);
        assertThat(tcp.credentials()).contains("me:secret");
        assertThat(tcp).hasToString("http://[::1]:8000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "unix://", "unix://host/x", "https://a:1", "http://", "a b"})
    void saysWhatItExpectsOfOthers(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected unix:///path or http://");
    }
}
