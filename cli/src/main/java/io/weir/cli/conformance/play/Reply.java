package io.weir.cli.conformance.play;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What came back.
 *
 * @param status of HTTP; 0 if no answer came
 * @param headers the first of each by lower-case name
 * @param body its first bytes
 * @param fault why no answer came, or the empty text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(int status, Map<String, String> headers, byte[] body, String fault) {
    private static final int OK = 2;
    private static final int REFUSED = 4;
    private static final int FAULT = 5;
    private static final int TOO_MANY = 429;
    private static final int HUNDRED = 100;

    static Reply none(String fault) {
        return new Reply(0, Map.of(), new byte[0], fault);
    }

    /** Whether it says that the request was taken. */
    boolean isYes() {
        return status / HUNDRED == OK;
    }

    /** Whether it says that the request is at fault; 429 says nothing of it, but asks for another attempt. */
    boolean isNo() {
        return status / HUNDRED == REFUSED && status != TOO_MANY;
    }

    /** Whether it says that the receiver is at fault. */
    boolean isFault() {
        return status / HUNDRED == FAULT;
    }

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** As a person would say it. */
    String said() {
        return status == 0 ? fault : "answered " + status;
    }
}
