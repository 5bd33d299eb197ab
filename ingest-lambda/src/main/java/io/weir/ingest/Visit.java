package io.weir.ingest;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One request at the door, for a server of our own: asked with its head, answered with its body. The answer is durable, and
 * logged, when it is handed back. Used by one thread.
 */
public interface Visit {
    /** A body that is too large to be held, taken part by part. Used by one thread. */
    interface LargeBody extends AutoCloseable {
        /** Takes the next bytes. False if the answer is decided, and the others need not come. */
        boolean write(ByteBuffer bytes);

        /** The answer: the body is whole, or the answer was decided before. */
        Answer end();

        /** Of a body that was not ended nothing stays. */
        @Override
        void close();
    }

    /** What can be said to a request whose body has not come yet, or null if that decides. */
    @Nullable
    Answer refusal();

    /** How many bytes the body may have. */
    int maxBytes();

    /** The answer to a body that is there. */
    Answer take(byte[] body);

    /** Begins a body that comes in parts; it goes to the inbox, however small it turns out to be. */
    LargeBody takeLarge();

    /** The answer to a body that is larger than it may be. */
    Answer refuseTooLarge();
}
