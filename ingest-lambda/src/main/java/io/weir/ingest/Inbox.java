package io.weir.ingest;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Durable objects under {@code inbox/}, of each of which the queue is told. Thread-safe. */
@FunctionalInterface
public interface Inbox {
    /** An object that comes in parts. Used by one thread. */
    interface Upload extends Closeable {
        /** Takes the next bytes, all of them. */
        void write(ByteBuffer bytes) throws IOException;

        /**
         * Ends the object. When this returns it is durable.
         *
         * @param timeLeft as for {@link Inbox#put}
         * @throws IOException if it may not have been written
         */
        void finish(Duration timeLeft) throws IOException;

        /** Of an object that was not finished nothing stays. */
        @Override
        void close();
    }

    /**
     * Writes an object. When this returns it is durable.
     *
     * @param timeLeft after which the sender may have stopped waiting: an inbox behind a network gives up by then
     * @throws IOException if it may not have been written
     */
    void put(String key, byte[] object, Duration timeLeft) throws IOException;

    /** Begins an object that comes in parts. An inbox that takes only whole ones holds the parts in memory until the end. */
    default Upload begin(String key) throws IOException {
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        return new Upload() {
            @Override
            public void write(ByteBuffer bytes) {
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                held.writeBytes(part);
            }

            @Override
            public void finish(Duration timeLeft) throws IOException {
                put(key, held.toByteArray(), timeLeft);
            }

            @Override
            public void close() {
                held.reset();
            }
        };
    }
}
