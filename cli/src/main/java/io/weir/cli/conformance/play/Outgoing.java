package io.weir.cli.conformance.play;

import java.util.List;

/**
 * A request as it leaves its sender. Immutable, except that nobody writes into the body.
 *
 * @param method of HTTP
 * @param query behind the question mark, possibly empty
 * @param headers in order, as they are spelled; a name may be there more than once. What frames the body is not among them
 * @param body its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Outgoing(String method, String query, List<Line> headers, byte[] body) {
    /** A header. */
    public record Line(String name, String value) {
        /** Whether it is a header of this name, in any case. */
        public boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    public Outgoing {
        headers = List.copyOf(headers);
    }

    /** With other headers. */
    public Outgoing withHeaders(List<Line> others) {
        return new Outgoing(method, query, others, body);
    }

    /** With another body. */
    public Outgoing withBody(byte[] other) {
        return new Outgoing(method, query, headers, other);
    }

    /** With another query. */
    public Outgoing withQuery(String other) {
        return new Outgoing(method, other, headers, body);
    }

    /** Leaves out what proves. */
    @Override
    public String toString() {
        return "Outgoing[" + method + ", " + body.length + " bytes]";
    }
}
