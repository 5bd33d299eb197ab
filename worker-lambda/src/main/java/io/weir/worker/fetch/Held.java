package io.weir.worker.fetch;

import java.time.Instant;

/**
 * A document as it was fetched.
 *
 * @param fetchedAt when it was asked for: what the host changed later is not in it
 * @param unchangedSince since when it was seen to be this one; long ago if it was never seen to change
 */
public record Held<T>(T document, Instant fetchedAt, Instant unchangedSince) {}
