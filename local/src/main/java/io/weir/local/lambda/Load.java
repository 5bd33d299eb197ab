package io.weir.local.lambda;

/**
 * How much a mapping takes on at most. It has fewer batches at once as long as they are fast.
 *
 * @param batch messages of a batch
 * @param batches that are under way at once
 * @param bytes of their messages, with what those point to; the first batch is received in any case
 */
public record Load(int batch, int batches, long bytes) {
    /** As many messages at once as SQS gives. */
    private static final int OF_SQS = 10;

    private static final long AN_EIGHTH = 8;

    /** What a queue may have under way in a heap of this size; a slow lane, where a few targets are down, much less. */
    public static Load ofQueue(long heap) {
        return new Load(OF_SQS, 32, heap / AN_EIGHTH);
    }

    /** What a slow lane may have under way in a heap of this size. */
    public static Load ofLane(long heap) {
        return new Load(OF_SQS, 4, heap / AN_EIGHTH / 4);
    }
}
