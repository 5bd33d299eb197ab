package io.weir.operations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, newest first.
 *
 * @param requests may be empty although there are more: a search for a text looks at so many requests at a time
 * @param next where the next page begins, to be given back as it is; null if there is none
 * @param lookedBackTo up to which time of receipt the list was searched, or null if to its end
 */
public record Page(
        List<RequestSummary> requests,
        @Nullable String next,
        @Nullable Instant lookedBackTo) {
    public Page {
        requests = List.copyOf(requests);
    }
}
