package io.weir.local.http;

import io.weir.envelope.source.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request. Only what has come counts against the budget, so that a sender who announces much and
 * sends little keeps nobody out. Not thread-safe.
 */
final class BodyReader implements AutoCloseable {
    /** How reading ended. */
    enum End {
        WHOLE,
        TOO_LARGE,
        TOO_SLOW,
        NO_MEMORY
    }

    private static final int FIRST_PART = 2 * 1024;
    private static final int SMALL_PART = 8 * 1024;
    private static final int LARGE_PART = 64 * 1024;

    private final Content.Source source;
    private final BodyLimits limits;
    private final ByteBudget small;
    private final ByteBudget large;
    private final long deadline;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private ByteBuffer tail = ByteBuffer.allocate(0);
    private int size;
    private int smallTaken;
    private int largeTaken;
    private long windowEnd;
    private int windowSize;

    /**
     * A reader of one body.
     *
     * @param small where the body's first bytes are counted, {@code large} where the others
     */
    BodyReader(Content.Source source, BodyLimits limits, ByteBudget small, ByteBudget large) {
        this.source = source;
        this.limits = limits;
        this.small = small;
        this.large = large;
        this.deadline = System.nanoTime() + limits.deadline().toNanos();
        beginWindow();
    }

    /** @throws IOException if the sender broke off, or wrote what is no HTTP */
    End read() throws IOException, InterruptedException {
        while (true) {
            Content.Chunk chunk = next();
            if (chunk == null) {
                return End.TOO_SLOW;
            }
            try {
                if (Content.Chunk.isFailure(chunk)) {
                    throw new IOException("the body broke off", chunk.getFailure());
                }
                End end = keep(chunk);
                if (end != null) {
                    return end;
                }
            } finally {
                chunk.release();
            }
        }
    }

    /** Null as long as there is more to come. */
    private @Nullable End keep(Content.Chunk chunk) throws InterruptedException {
        ByteBuffer bytes = chunk.getByteBuffer();
        if (size + bytes.remaining() > Source.MAX_BYTES) {
            return End.TOO_LARGE;
        }
        while (bytes.hasRemaining()) {
            if (!tail.hasRemaining() && !addPart()) {
                return End.NO_MEMORY;
            }
            int count = Math.min(bytes.remaining(), tail.remaining());
            tail.put(bytes.slice().limit(count));
            bytes.position(bytes.position() + count);
            size += count;
        }
        return chunk.isLast() ? End.WHOLE : null;
    }

    /** Parts grow with the body, and count whole: a body that comes byte by byte takes no more than it counts. */
    private boolean addPart() throws InterruptedException {
        boolean isSmall = size < BodyLimits.SMALL;
        int count = size == 0 ? FIRST_PART : isSmall ? SMALL_PART : LARGE_PART;
        long start = System.nanoTime();
        if (!(isSmall ? small : large).take(count, limits.patience())) {
            return false;
        }
        windowEnd += System.nanoTime() - start; // the time that a body waits for memory is not its sender's
        if (isSmall) {
            smallTaken += count;
        } else {
            largeTaken += count;
        }
        tail = ByteBuffer.allocate(count);
        parts.add(tail);
        return true;
    }

    /** What comes next; null if the sender is too slow. */
    private Content.@Nullable Chunk next() throws InterruptedException {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk != null) {
                return chunk;
            }
            long left = left();
            if (left <= 0) {
                return null;
            }
            CountDownLatch more = new CountDownLatch(1);
            source.demand(more::countDown);
            if (!more.await(left, TimeUnit.NANOSECONDS)) {
                return null;
            }
        }
    }

    /** Time left in the window or for the whole body; a window that brought enough is followed by another. */
    private long left() {
        long now = System.nanoTime();
        if (windowEnd - now <= 0 && size - windowSize >= BodyLimits.WINDOW_BYTES) {
            beginWindow();
        }
        return Math.min(windowEnd - now, deadline - now);
    }

    private void beginWindow() {
        windowEnd = System.nanoTime() + limits.window().toNanos();
        windowSize = size;
    }

    int size() {
        return size;
    }

    /** The body as one; its parts are let go. */
    byte[] join() {
        ByteBuffer body = ByteBuffer.allocate(size);
        parts.forEach(part -> body.put(part.flip()));
        parts.clear();
        return body.array();
    }

    /** Gives back what the body took of the budget. */
    @Override
    public void close() {
        parts.clear();
        small.give(smallTaken);
        large.give(largeTaken);
        smallTaken = 0;
        largeTaken = 0;
    }
}
