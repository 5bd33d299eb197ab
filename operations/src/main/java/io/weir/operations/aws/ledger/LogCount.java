package io.weir.operations.aws.ledger;

import io.weir.operations.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many lines of a source ended so in an hour.
 *
 * @param state null of the door's, which count what was accepted
 * @param hour when it began
 */
public record LogCount(String source, @Nullable State state, Instant hour, long count) {}
