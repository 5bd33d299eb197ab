package io.weir.operations.aws.ledger;

import java.time.Instant;

/**
 * A time that is searched.
 *
 * @param from the first moment
 * @param to the first moment that is not
 */
public record Span(Instant from, Instant to) {}
