package io.weir.console.show;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** XML with an element a line. Reads no definition, no entity, no other file. */
final class XmlText {
    private static final int MOST_DEPTH = 100;

    private final XMLStreamReader reader;
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private XmlText(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Null if it is not XML, or would need more than itself to be read. */
    static @Nullable String of(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return new XmlText(factory.createXMLStreamReader(new StringReader(xml))).print();
        } catch (XMLStreamException | RuntimeException e) {
            return null;
        }
    }

    private @Nullable String print() throws XMLStreamException {
        while (reader.hasNext() && depth < MOST_DEPTH) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> start();
                case XMLStreamReader.END_ELEMENT -> {
                    depth--;
                    line("</" + reader.getLocalName() + ">");
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
                    if (!reader.isWhiteSpace()) {
                        line(escaped(reader.getText().strip()));
                    }
                }
                case XMLStreamReader.COMMENT -> line("<!--" + reader.getText() + "-->");
                case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE -> {
                    return null;
                }
                default -> {}
            }
        }
        return depth == 0 ? text.toString() : null;
    }

    private void start() {
        StringBuilder tag = new StringBuilder("<").append(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            tag.append(' ').append(reader.getAttributeLocalName(i)).append("=\"");
            tag.append(escaped(reader.getAttributeValue(i))).append('"');
        }
        line(tag.append('>').toString());
        depth++;
    }

    private void line(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
