package io.weir.local.lambda;

import io.weir.envelope.SqsLimits;

/**
 * How much a mapping takes on at most. It has fewer batches at once as long as they are fast.
 *
 * @param batch messages of a batch
 * @param batches that are under way at once
 * @param bytes of their messages, with what those point to; the first batch is received in any case
 */
public record Load(int batch, int batches, long bytes) {
    /** What they write together costs few flushes; what one of them waits for keeps few others from being deleted. */
    private static final int BATCH = 50;

    private static final long AN_EIGHTH = 8;

    /** What a queue may have under way in a heap of this size; a slow lane, where a few targets are down, much less. */
    public static Load ofQueue(long heap) {
        return new Load(BATCH, 8, heap / AN_EIGHTH);
    }

    /** What a slow lane may have under way in a heap of this size. */
    public static Load ofLane(long heap) {
        return new Load(SqsLimits.BATCH, 4, heap / AN_EIGHTH / 4);
    }
}
