package dev.taskmaster.server.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CallReaderTest {

    private static MethodCall read(String xml) throws MalformedCallException {
        return CallReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String call(String value) {
        return "<methodCall><methodName>m</methodName><params><param><value>"
                + value
                + "</value></param></params></methodCall>";
    }

    private static Object value(String xml) throws MalformedCallException {
        return read(call(xml)).params().getFirst();
    }

    @Test
    void readsWhatPythonSends() throws MalformedCallException {
        var call =
                read(
                        """
                        <?xml version='1.0'?>
                        <methodCall>
                        <methodName>supervisor.startProcess</methodName>
                        <params>
                        <param>
                        <value><string>web</string></value>
                        </param>
                        <param>
                        <value><boolean>1</boolean></value>
                        </param>
                        </params>
                        </methodCall>
                        """);
        assertThat(call.method()).isEqualTo("supervisor.startProcess");
        assertThat(call.params()).containsExactly("web", true);
    }

    @Test
    void needsNoParams() throws MalformedCallException {
        assertThat(read("<methodCall><methodName>m</methodName></methodCall>").params()).isEmpty();
        assertThat(read("<methodCall><methodName>m</methodName><params/></methodCall>").params())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<int>42</int>, 42",
        "<i4> -7 </i4>, -7",
        "<i8>99999999999</i8>, 99999999999",
        "<int>99999999999999999999999</int>, 9223372036854775807",
    })
    void readsIntegers(String xml, long expected) throws MalformedCallException {
        assertThat(value(xml)).isEqualTo(expected);
    }

    @Test
    void readsEveryType() throws MalformedCallException {
        assertThat(value("<boolean>1</boolean>")).isEqualTo(true);
        assertThat(value("<boolean>0</boolean>")).isEqualTo(false);
        assertThat(value("<double>1.5</double>")).isEqualTo(1.5);
        assertThat(value("<string>a &lt; ä</string>")).isEqualTo("a < ä");
        assertThat(value("<string/>")).isEqualTo("");
        assertThat(value("<string><![CDATA[<x>]]></string>")).isEqualTo("<x>");
        assertThat(value("<base64>aMOk\nbGxv</base64>")).isEqualTo("hällo");
        assertThat(value("<dateTime.iso8601>19980717T14:08:55</dateTime.iso8601>"))
                .isEqualTo(LocalDateTime.of(1998, 7, 17, 14, 8, 55));
        assertThat(value("<nil/>")).isEqualTo(Optional.empty());
        assertThat(
                        value(
                                "<array><data><value><int>1</int></value>"
                                        + "<value>two</value></data></array>"))
                .isEqualTo(List.of(1L, "two"));
        assertThat(
                        value(
                                "<struct><member><name>a</name><value><array><data/></array>"
                                        + "</value></member></struct>"))
                .isEqualTo(Map.of("a", List.of()));
    }

    @Test
    void takesAValueWithoutATypeAsText() throws MalformedCallException {
        assertThat(value(" as it is ")).isEqualTo(" as it is ");
        assertThat(value("a<!-- comment -->b")).isEqualTo("ab");
        assertThat(value("")).isEqualTo("");
    }

    @Test
    void readsUtf8AndNothingElse() throws MalformedCallException {
        var xml = "<?xml version='1.0' encoding='ISO-8859-1'?>" + call("<string>ä</string>");
        assertThat(read(xml).params()).containsExactly("ä");
        assertThatThrownBy(() -> CallReader.read(xml.getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<methodCall>",
                "<methodCall/>",
                "<methodResponse/>",
                "<methodCall><methodName/></methodCall>",
                "<methodCall><methodName>m</methodName></methodCall>x",
                "<methodCall><methodName>m</methodName><methodName><a/></methodName></methodCall>",
                "<methodCall><methodName>m</methodName><other/></methodCall>",
                "<methodCall>m</methodCall>",
            })
    void refusesWhatIsNoCall(String xml) {
        assertThatThrownBy(() -> read(xml)).isInstanceOf(MalformedCallException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<int>x</int>",
                "<int/>",
                "<double>x</double>",
                "<base64>/w==</base64>",
                "<base64>a</base64>",
                "<dateTime.iso8601>yesterday</dateTime.iso8601>",
                "<other>1</other>",
                "<int>1</int><int>2</int>",
                "<int>1</int>x",
                "<string><b/></string>",
                "<array/>",
                "<array><data>x</data></array>",
                "<array><data/><data/></array>",
                "<struct><member/></struct>",
                "<struct><member><name>a</name></member></struct>",
                "<struct><member><value/><name>a</name></member></struct>",
                "&undeclared;",
            })
    void refusesWhatIsNoValue(String xml) {
        assertThatThrownBy(() -> value(xml)).isInstanceOf(MalformedCallException.class);
    }

    @Test
    void refusesDocumentTypesAndWithThemEveryEntity() {
        var bomb =
                """
                <!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
                <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
                """;
        assertThatThrownBy(() -> read(bomb + call("&c;")))
                .isInstanceOf(MalformedCallException.class);
        assertThatThrownBy(
                        () ->
                                read(
                                        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                                                + call("&e;")))
                .isInstanceOf(MalformedCallException.class);
        assertThatThrownBy(() -> read("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/'>" + call("x")))
                .isInstanceOf(MalformedCallException.class);
    }

    @Test
    void refusesDeepNesting() {
        var depth = 100_000;
        var xml =
                call(
                        "<array><data><value>".repeat(depth)
                                + "</value></data></array>".repeat(depth));
        assertThatThrownBy(() -> read(xml)).hasMessageContaining("nested");
        assertThatThrownBy(() -> read("<a>".repeat(depth)))
                .isInstanceOf(MalformedCallException.class);
        assertThatThrownBy(() -> value("<string>" + "<a>".repeat(depth)))
                .isInstanceOf(MalformedCallException.class);
    }

    @Test
    @Timeout(20)
    void takesTimeInProportionToTheSize() throws MalformedCallException {
        var values = "<value>x</value>".repeat(90_000);
        var text = "a &amp; b ".repeat(400_000);
        assertThat((List<?>) value("<array><data>" + values + "</data></array>")).hasSize(90_000);
        assertThat((String) value(text)).hasSize("a & b ".length() * 400_000);
    }

    @Test
    void refusesTooManyElements() {
        var xml = call("<array><data>" + "<value/>".repeat(100_001) + "</data></array>");
        assertThatThrownBy(() -> read(xml)).hasMessageContaining("more than 100000 elements");
    }
}
