package dev.taskmaster.server.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

class ResponseWriterTest {

    private static String written(Object value) {
        var xml = new String(ResponseWriter.result(value), StandardCharsets.UTF_8);
        return xml.substring(xml.indexOf("<value>"), xml.lastIndexOf("</value>") + 8);
    }

    @Test
    void writesAWholeDocument() {
        assertThat(ResponseWriter.result("3.0"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        """
                        <?xml version='1.0'?>
                        <methodResponse>
                        <params>
                        <param>
                        <value><string>3.0</string></value>
                        </param>
                        </params>
                        </methodResponse>
                        """);
    }

    @Test
    void whatWasWrittenBeforeIsPartOfAnAnswerAsIfItWereWrittenNow() {
        var list = List.of(1, "a&b", List.of());
        assertThat(written(List.of(ResponseWriter.encode(list)))).isEqualTo(written(List.of(list)));
    }

    @Test
    void writesFaults() {
        assertThat(ResponseWriter.fault(new Fault(10, "BAD_NAME: x")))
                .asString(StandardCharsets.UTF_8)
                .contains("<fault>\n<value><struct>")
                .contains("<name>faultCode</name>\n<value><int>10</int></value>")
                .contains("<name>faultString</name>\n<value><string>BAD_NAME: x</string></value>");
    }

    @Test
    void writesEveryType() {
        assertThat(written(1)).isEqualTo("<value><int>1</int></value>");
        assertThat(written(-1L)).isEqualTo("<value><int>-1</int></value>");
        assertThat(written(1L << 40)).isEqualTo("<value><i8>1099511627776</i8></value>");
        assertThat(written(true)).isEqualTo("<value><boolean>1</boolean></value>");
        assertThat(written(0.5)).isEqualTo("<value><double>0.5</double></value>");
        assertThat(written(List.of(1, "a")))
                .isEqualTo(
                        "<value><array><data>\n<value><int>1</int></value>\n"
                                + "<value><string>a</string></value>\n</data></array></value>");
        var struct = new LinkedHashMap<String, Object>();
        struct.put("a<", false);
        assertThat(written(struct))
                .isEqualTo(
                        "<value><struct>\n<member>\n<name>a&lt;</name>\n"
                                + "<value><boolean>0</boolean></value>\n</member>\n</struct></value>");
    }

    @Test
    void replacesWhatXmlCannotCarry() {
        assertThat(written("a\u001B[31m\0b\t\n\uD800\uFFFE ä 😀"))
                .isEqualTo(
                        "<value><string>a\uFFFD[31m\uFFFDb\t\n\uFFFD\uFFFD ä 😀</string></value>");
    }

    @Test
    void keepsCarriageReturnsAndMarkup() {
        assertThat(written("10%\r<&>]]>"))
                .isEqualTo("<value><string>10%&#13;&lt;&amp;&gt;]]&gt;</string></value>");
    }

    @Test
    void refusesWhatIsNoValue() {
        assertThatThrownBy(() -> ResponseWriter.result(new Object()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
