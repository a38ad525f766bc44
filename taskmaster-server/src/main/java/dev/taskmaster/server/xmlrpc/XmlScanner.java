package dev.taskmaster.server.xmlrpc;

import java.util.ArrayDeque;
import java.util.Deque;

/// Takes XML apart into elements and text: as much of XML as XML-RPC needs.
///
/// There are no document types, and so no entities but the five of XML itself. Comments,
/// instructions and attributes are passed over. The JDK's own parser was tried: broken documents
/// make it throw what it does not declare, and print to stderr.
final class XmlScanner {
    private static final int DEPTH_MAX = 100;
    private static final int ELEMENTS_MAX = 100_000;
    private static final int REFERENCE_MAX = 12;

    private final String xml;
    private final Deque<String> open = new ArrayDeque<>();
    private int at;
    private int elements;
    private boolean endsAtOnce;
    private String name = "";
    private String text = "";

    /// What a document is made of.
    enum Token {
        /// An element begins; [#name] says which.
        START,
        /// An element ends.
        END,
        /// There is text, which may go on with the next token.
        TEXT,
        /// The document ends.
        EOF
    }

    XmlScanner(String xml) {
        this.xml = xml.startsWith("\uFEFF") ? xml.substring(1) : xml;
    }

    /// {@return the name of the element that began last}
    String name() {
        return name;
    }

    /// {@return the text of the last token, if it was [Token#TEXT]}
    String text() {
        return text;
    }

    Token next() throws MalformedCallException {
        if (endsAtOnce) {
            endsAtOnce = false;
            open.pop();
            return Token.END;
        }
        while (at < xml.length()) {
            if (xml.charAt(at) != '<') {
                text = characters();
                if (!open.isEmpty()) {
                    return Token.TEXT;
                }
                if (!text.isBlank()) {
                    throw new MalformedCallException("there is text outside of the document");
                }
            } else if (xml.startsWith("<!--", at)) {
                upTo("-->");
            } else if (xml.startsWith("<?", at)) {
                upTo("?>");
            } else if (xml.startsWith("<![CDATA[", at) && !open.isEmpty()) {
                at += "<![CDATA[".length();
                text = checked(upTo("]]>"));
                return Token.TEXT;
            } else if (xml.startsWith("<!", at)) {
                throw new MalformedCallException("a document type is not accepted");
            } else if (xml.startsWith("</", at)) {
                at += 2;
                end();
                return Token.END;
            } else {
                at++;
                start();
                return Token.START;
            }
        }
        if (!open.isEmpty()) {
            throw new MalformedCallException("<" + open.peek() + "> has no end");
        }
        return Token.EOF;
    }

    private void start() throws MalformedCallException {
        name = nameHere();
        if (open.isEmpty() && elements > 0) {
            throw new MalformedCallException("there is a second document");
        }
        if (++elements > ELEMENTS_MAX) {
            throw new MalformedCallException("there are more than " + ELEMENTS_MAX + " elements");
        }
        if (open.size() == DEPTH_MAX) {
            throw new MalformedCallException(
                    "elements are nested more than " + DEPTH_MAX + " deep");
        }
        open.push(name);
        while (true) {
            skipSpace();
            if (xml.startsWith("/>", at)) {
                at += 2;
                endsAtOnce = true;
                return;
            }
            if (xml.startsWith(">", at)) {
                at++;
                return;
            }
            attribute();
        }
    }

    private void attribute() throws MalformedCallException {
        nameHere();
        skipSpace();
        expect('=');
        skipSpace();
        var quote = at < xml.length() ? xml.charAt(at) : 0;
        if (quote != '"' && quote != '\'') {
            throw new MalformedCallException("an attribute has no value");
        }
        at++;
        upTo(String.valueOf(quote));
    }

    private void end() throws MalformedCallException {
        var ended = nameHere();
        skipSpace();
        expect('>');
        if (!ended.equals(open.peek())) {
            throw new MalformedCallException("</" + ended + "> ends what did not begin");
        }
        open.pop();
    }

    private String nameHere() throws MalformedCallException {
        var from = at;
        while (at < xml.length() && isNamePart(xml.charAt(at))) {
            at++;
        }
        if (at == from || at - from > 100) {
            throw new MalformedCallException("expected the name of an element or attribute");
        }
        return xml.substring(from, at);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || "_-.:".indexOf(c) >= 0;
    }

    private void skipSpace() {
        while (at < xml.length() && " \t\r\n".indexOf(xml.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char c) throws MalformedCallException {
        if (at >= xml.length() || xml.charAt(at) != c) {
            throw new MalformedCallException("expected '" + c + "'");
        }
        at++;
    }

    /// {@return what stands before `end`, after which it goes on}
    private String upTo(String end) throws MalformedCallException {
        var found = xml.indexOf(end, at);
        if (found < 0) {
            throw new MalformedCallException("expected '" + end + "'");
        }
        var before = xml.substring(at, found);
        at = found + end.length();
        return before;
    }

    private String characters() throws MalformedCallException {
        var tag = xml.indexOf('<', at);
        var end = tag < 0 ? xml.length() : tag;
        var plain = new StringBuilder();
        while (at < end) {
            var reference = xml.indexOf('&', at, end);
            plain.append(checked(xml.substring(at, reference < 0 ? end : reference)));
            at = end;
            if (reference >= 0) {
                at = reference + 1;
                plain.appendCodePoint(reference(end));
            }
        }
        return plain.toString();
    }

    private int reference(int end) throws MalformedCallException {
        var semicolon = xml.indexOf(';', at, Math.min(end, at + REFERENCE_MAX));
        if (semicolon < 0) {
            throw new MalformedCallException("a reference has no end");
        }
        var name = xml.substring(at, semicolon);
        at = semicolon + 1;
        return switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "apos" -> '\'';
            case "quot" -> '"';
            default -> number(name);
        };
    }

    private static int number(String name) throws MalformedCallException {
        try {
            var hex = name.startsWith("#x");
            var c = Integer.parseInt(name, hex ? 2 : 1, name.length(), hex ? 16 : 10);
            if (name.startsWith("#") && isXml(c)) {
                return c;
            }
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            // Said below.
        }
        throw new MalformedCallException("there is no entity &" + name + ";");
    }

    private static String checked(String text) throws MalformedCallException {
        if (!text.codePoints().allMatch(XmlScanner::isXml)) {
            throw new MalformedCallException("there is a character that XML does not have");
        }
        // XML 1.0, section 2.11.
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /// {@return whether XML has the character} XML 1.0, production 2.
    static boolean isXml(int c) {
        return c >= 0x20 && c <= 0xD7FF
                || c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000 && c <= 0x10FFFF;
    }
}
