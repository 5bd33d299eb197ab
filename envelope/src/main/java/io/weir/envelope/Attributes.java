package io.weir.envelope;

import java.util.Set;
import java.util.regex.Pattern;

/** Names of the message attributes that carry an envelope. SQS admits at most 10 a message. */
public final class Attributes {
    /** Name of the source. Present on every message that the ingest function sent. */
    public static final String SOURCE = "source";

    /** When the door received the request: ISO-8601, UTC, milliseconds. */
    public static final String RECEIVED_AT = "received-at";

    /**
     * Method, full URL with query, the id of the request, and of a replay a {@link Voucher}, separated by one space each; an
     * earlier door wrote no id.
     */
    public static final String REQUEST = "request";

    /** {@value #BASE64} or {@value #EMPTY}, of an {@link InboxObject} also {@value #BYTES}; absent if the body travels as it is. */
    public static final String ENCODING = "encoding";

    /** The kept headers that have no attribute of their own, as one JSON object. */
    public static final String HEADERS = "headers";

    /**
     * In which form the message is laid: {@value #CURRENT_SCHEMA} of this version, a higher number of a later one, and absent of an
     * earlier one. A worker reads what is absent or not higher than its own.
     */
    public static final String SCHEMA = "weir-schema";

    /** Why the worker gave up; only on messages in the dead-letter queue. */
    public static final String FAILURE = "failure";

    /** When the worker has tried so far; only on messages in a slow lane. */
    public static final String RETRY = "retry";

    /** How many headers a scheme may declare. */
    public static final int MAX_DECLARED_HEADERS = 4;

    /** How many of them have an attribute of their own: 10 less the first six and one of the worker. */
    static final int MAX_LAID_HEADERS = 3;

    static final int CURRENT_SCHEMA = 1;

    static final String BASE64 = "base64";

    /** An object of the inbox may hold any bytes: those of a body that was written before anybody had seen its end. */
    static final String BYTES = "bytes";

    /** SQS refuses an empty body, so an empty one travels as a dash with this encoding. */
    static final String EMPTY = "empty";

    /** The names above: a declared header cannot be called so. */
    static final Set<String> OWN = Set.of(SOURCE, RECEIVED_AT, REQUEST, ENCODING, HEADERS, SCHEMA, FAILURE, RETRY);

    /** What SQS admits as a name, but for the prefixes that it keeps to itself. */
    private static final Pattern NAME = Pattern.compile("(?!aws\\.|amazon\\.)[a-z0-9_-]{1,256}");

    private Attributes() {}

    /** Whether door or worker write an attribute of this name themselves. */
    public static boolean isOwn(String name) {
        return OWN.contains(name);
    }

    /** Whether a header can be an attribute under its own lower-case name. */
    static boolean isFree(String header) {
        return !OWN.contains(header) && NAME.matcher(header).matches();
    }
}
