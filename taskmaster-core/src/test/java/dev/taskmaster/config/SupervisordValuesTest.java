package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class SupervisordValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"yes", "true", "on", "1", "YES", "True"})
    void knowsWhatIsTrue(String text) {
        assertThat(SupervisordValues.flag(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "false", "off", "0", "Off"})
    void knowsWhatIsFalse(String text) {
        assertThat(SupervisordValues.flag(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y", "t", "2", "true "})
    void takesNothingElseForABoolean(String text) {
        assertThatThrownBy(() -> SupervisordValues.flag(text))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("'" + text + "' is not a boolean, expected true or false");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "007,7", "-3,-3", "+4,4", "1_000,1000", "' 5 ',5"})
    void readsIntegersAsPythonDoes(String text, int expected) {
        assertThat(SupervisordValues.integer(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "0x10", "1__0", "_1", "1_", "- 1", "9999999999", "1e3"})
    void refusesOtherIntegers(String text) {
        assertThatThrownBy(() -> SupervisordValues.integer(text))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1024,1024", "1KB,1024", "2mb,2097152", "1 Gb,1073741824", "3GB,3221225472"})
    void readsByteSizes(String text, long expected) {
        assertThat(SupervisordValues.byteSize(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "10M", "1.5MB", "1TB", "10B", "99999999999999GB"})
    void refusesOtherByteSizes(String text) {
        assertThatThrownBy(() -> SupervisordValues.byteSize(text))
                .isInstanceOf(BadValueException.class);
    }

    @ParameterizedTest
    @CsvSource({"022,18", "22,18", "0o22,18", "0700,448", "0O7,7", "7777,4095"})
    void readsOctal(String text, int expected) {
        assertThat(SupervisordValues.octal(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "rwx", "0x7", "-7", "10000"})
    void refusesWhatIsNotOctal(String text) {
        assertThatThrownBy(() -> SupervisordValues.octal(text))
                .isInstanceOf(BadValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "term", "SIGTERM", "sigterm", "15", " 15 "})
    void readsSignalsByNameAndNumber(String text) {
        assertThat(SupervisordValues.signal(text)).isEqualTo(Signal.TERM);
    }

    @Test
    void readsExitCodes() {
        assertThat(SupervisordValues.exitCodes("2, 0,255")).containsExactly(2, 0, 255);
        assertThat(SupervisordValues.exitCodes("")).isEmpty();
        assertThatThrownBy(() -> SupervisordValues.exitCodes("0,"))
                .isInstanceOf(BadValueException.class);
        assertThatThrownBy(() -> SupervisordValues.exitCodes("256"))
                .hasMessage("'256' is out of range, expected 0 to 255");
    }

    @ParameterizedTest
    @CsvSource({"true,ALWAYS", "1,ALWAYS", "OFF,NEVER", "Unexpected,UNEXPECTED"})
    void readsAutorestart(String text, Autorestart expected) {
        assertThat(SupervisordValues.autorestart(text)).isEqualTo(expected);
    }

    @Test
    void refusesOtherAutorestarts() {
        assertThatThrownBy(() -> SupervisordValues.autorestart("always"))
                .hasMessage("'always' is none of true, false, unexpected");
    }

    @Test
    void readsLogLevels() {
        assertThat(SupervisordValues.logLevel("Blather")).isEqualTo(LogLevel.BLATHER);
        assertThatThrownBy(() -> SupervisordValues.logLevel("warning"))
                .hasMessageStartingWith("'warning' is none of critical, error, warn, info");
    }

    @Test
    void stripsNamesAndRefusesWhatBreaksProtocols() {
        assertThat(SupervisordValues.name(" web ")).isEqualTo("web");
        for (var name : new String[] {"a b", "a:b", "a/b", "", "all", "..", "a*"}) {
            assertThatThrownBy(() -> SupervisordValues.name(name))
                    .isInstanceOf(BadValueException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9001,localhost,9001",
        "Box.Example:1,box.example,1",
        ":9001,'',9001",
        "*:9001,'',9001",
        "65535,'',65535"
    })
    void readsAddresses(String text, String host, int port) {
        assertThat(SupervisordValues.inetAddress(text))
                .isEqualTo(new SupervisordValues.InetAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", ":0", ":65536", "a:b"})
    void refusesOtherAddresses(String text) {
        assertThatThrownBy(() -> SupervisordValues.inetAddress(text))
                .hasMessage(
                        "'%s' is not an address, expected host:port or port, with a port from 1 to 65535"
                                .formatted(text));
    }

    @Test
    void readsEnvironments() {
        assertThat(SupervisordValues.environment("A=1, B = \"x, 'y'\",C='',"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "x, 'y", "C", ""));
        assertThat(SupervisordValues.environment("A=\"1\",\n  B=/x.y+z-(1):2\n"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "/x.y+z-(1):2"));
        assertThat(SupervisordValues.environment("")).isEmpty();
        assertThat(SupervisordValues.environment("A=b#c,D=e")).isEqualTo(Map.of("A", "b"));
    }

    @Test
    void saysWhatIsWrongWithAnEnvironment() {
        assertThatThrownBy(() -> SupervisordValues.environment("A=1,B"))
                .hasMessage("'B' is not KEY=value, expected KEY=\"value\",KEY2=\"value\"");
        assertThatThrownBy(() -> SupervisordValues.environment("A=\"1"))
                .hasMessage("'A=\"1' has a quote that is not closed");
    }

    @Test
    void refusesNumbersOfAnyLengthInNoTime() {
        var endless = "1_".repeat(500_000) + "1";
        assertThatThrownBy(() -> SupervisordValues.integer(endless))
                .isInstanceOf(BadValueException.class);
        assertThatThrownBy(() -> SupervisordValues.octal(endless))
                .isInstanceOf(BadValueException.class);
        assertThatThrownBy(() -> SupervisordValues.byteSize(endless + "KB"))
                .isInstanceOf(BadValueException.class);
    }
}
