package io.weir.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, from the door to now.
 *
 * @param request as it is now
 * @param attempts in the order in which they happened
 * @param body where its body can be read
 * @param archiveKey key of the body in the bucket where an archive action put it, or null if that is not known
 * @param replays ids of its replays, the oldest first
 */
public record RequestLife(
        RequestSummary request,
        List<AttemptSummary> attempts,
        Body body,
        @Nullable String archiveKey,
        List<String> replays) {
    /** Where a body lies. */
    public enum Body {
        /** In its message on a queue. */
        QUEUE,
        /** Under {@code inbox/} in the bucket. */
        INBOX,
        /** Kept after its outcome, for a while. */
        KEPT,
        /** In the archive alone. */
        ARCHIVE,
        /** Nowhere that is known. */
        GONE
    }

    public RequestLife {
        attempts = List.copyOf(attempts);
        replays = List.copyOf(replays);
    }
}
