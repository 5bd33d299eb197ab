package io.weir.operations;

import java.util.List;
import java.util.Map;

/**
 * What a purge came to.
 *
 * @param deleted how many things were deleted by place: {@code queue}, {@code dead}, {@code inbox}, {@code archive}, ...
 * @param outOfReach what may hold the content too and cannot be reached from here, a sentence each
 */
public record Purged(Map<String, Long> deleted, List<String> outOfReach) {
    public Purged {
        outOfReach = List.copyOf(outOfReach);
    }
}
