package io.weir.benchmarks.load;

import java.nio.ByteBuffer;

/** Where one thread of senders gets what it sends. */
@FunctionalInterface
public interface Requests {
    /** The bytes of the next request, which nobody else changes; they may be in several buffers. */
    ByteBuffer[] next();
}
