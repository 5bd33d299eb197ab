package io.weir.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as a line of a list. No header and no byte of its body.
 *
 * @param id given by the door, a ULID of 26 characters; of what came without the door, the id of its message
 * @param source name of the source
 * @param senderId the id that the sender gave the event, once it is proven; a stranger's text: at most 200 characters
 * @param type type of the event, once it is proven; a stranger's text: at most 200 characters
 * @param receivedAt when the door received it
 * @param state where it is
 * @param reason why its last attempt failed, a fixed word, or null
 * @param detail what was wrong, or null
 * @param until of RETRYING, when it is tried next; else null
 * @param attempts how often it was tried
 * @param proven whether it was proven genuine
 * @param bytes size of its body
 * @param replayOf the id of the request of which this is a replay, or null
 * @param updatedAt when something last became of it
 */
public record RequestSummary(
        String id,
        String source,
        @Nullable String senderId,
        @Nullable String type,
        Instant receivedAt,
        State state,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable Instant until,
        int attempts,
        boolean proven,
        long bytes,
        @Nullable String replayOf,
        Instant updatedAt) {}
