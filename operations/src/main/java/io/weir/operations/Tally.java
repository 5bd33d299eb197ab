package io.weir.operations;

import java.util.List;

/**
 * What became of a change.
 *
 * @param done requests changed
 * @param failed requests that could not be changed
 * @param isInterrupted whether it ended before the last, because it was told to
 * @param problems the first of those that failed, up to 20
 * @param ids the new requests of a replay, up to 1000; else empty
 */
public record Tally(long done, long failed, boolean isInterrupted, List<Problem> problems, List<String> ids) {
    /** Why a request could not be changed: a sentence. */
    public record Problem(String id, String why) {}

    public Tally {
        problems = List.copyOf(problems);
        ids = List.copyOf(ids);
    }
}
