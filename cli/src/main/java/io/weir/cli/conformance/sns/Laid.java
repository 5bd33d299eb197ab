package io.weir.cli.conformance.sns;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered where a certificate should be.
 *
 * @param status of the answer; 0: the connection is closed without one
 * @param location where a redirect points, or null
 * @param body possibly empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Laid(int status, @Nullable String location, byte[] body) {
    private static final byte[] NOTHING = {};

    static Laid of(byte[] body) {
        return new Laid(200, null, body);
    }

    static Laid of(int status) {
        return new Laid(status, null, NOTHING);
    }

    static Laid reset() {
        return of(0);
    }

    static Laid redirect(String location) {
        return new Laid(302, location, NOTHING);
    }

    /** The headers of the answer. */
    Map<String, String> headers() {
        return location == null ? Map.of("content-type", "application/octet-stream") : Map.of("location", location);
    }
}
