package io.weir.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one state that have source, reason and detail in common.
 *
 * @param detail with digits and ids taken together, or null
 * @param count how many
 * @param oldest when the oldest of them was received
 * @param newest when the newest of them was received
 */
public record Group(
        State state,
        String source,
        @Nullable String reason,
        @Nullable String detail,
        long count,
        Instant oldest,
        Instant newest) {}
