package io.weir.worker.record;

import org.jspecify.annotations.Nullable;

/**
 * What stood in the way of a record.
 *
 * @param reason a fixed word
 * @param detail what was wrong; no secret, no body
 * @param exception class of what was thrown, or null
 */
public record Fault(String reason, String detail, @Nullable String exception) {}
