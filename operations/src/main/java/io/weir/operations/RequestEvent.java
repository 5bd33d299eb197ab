package io.weir.operations;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a request.
 *
 * @param cursor where to go on after it, to be given back as it is
 * @param request as it is after it
 * @param attempt what happened, or null if it was received
 */
public record RequestEvent(
        String cursor, RequestSummary request, @Nullable AttemptSummary attempt) {}
