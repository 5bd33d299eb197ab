package io.weir.operations.aws.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Questions to both functions' logs. Thread-safe. */
public interface LogQueries {
    /** As many rows as a query answers at most. */
    int MAX_ROWS = 10_000;

    /**
     * A request of which some line matches.
     *
     * @param newest when its newest line was written that matches
     */
    record Found(String id, Instant newest) {}

    /** Requests of which some line matches, the newest first; what becomes of them later need not match any more. */
    List<Found> find(Conditions conditions, Span span, int limit) throws IOException;

    /** All lines of some requests, in no particular order. */
    List<LogLine> lines(Collection<String> ids, Span span) throws IOException;

    /** The newest lines that match, the newest first, at most {@link #MAX_ROWS}. */
    List<LogLine> newest(Conditions conditions, Span span) throws IOException;

    /** Ids of the replays of a request, the oldest first. */
    List<String> replaysOf(String id, Span span) throws IOException;

    /** Counts by source, state and hour. */
    List<LogCount> counts(Span span) throws IOException;
}
