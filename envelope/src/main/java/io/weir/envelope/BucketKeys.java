package io.weir.envelope;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How the bucket is laid out: what lies under which prefix, and the one form of a date in a key. */
public final class BucketKeys {
    /** Bodies of genuine events. */
    public static final String ARCHIVE = "archive/";
    /** Messages that are too large for the queue, or that it refused. */
    public static final String INBOX = "inbox/";
    /** Samples of what was not proven genuine. */
    public static final String REJECTED = "rejected/";
    /** Verified certificates of SNS. */
    public static final String CERTIFICATES = "certificates/";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private BucketKeys() {}

    /** The id of the request in the key of its object in the inbox, or null: an earlier door gave none. */
    public static @Nullable String idOf(String inboxKey) {
        String name = inboxKey.substring(inboxKey.lastIndexOf('/') + 1);
        return ReceivedRequest.isId(name) ? name : null;
    }

    /** The source in the key of an object in the inbox, or null if it is none. */
    public static @Nullable String sourceOf(String inboxKey) {
        String[] parts = inboxKey.split("/", -1);
        return parts.length == 6 && inboxKey.startsWith(INBOX) ? parts[4] : null;
    }

    /** The day in UTC, {@code 2026/03/04}. */
    public static String day(Instant time) {
        return DAY.format(time);
    }
}
