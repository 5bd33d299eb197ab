package io.weir.local.http;

import io.weir.ingest.Visit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request: a small one into memory, a larger one through to the visit as it comes. Only what has come
 * counts against the budgets, so that a sender who announces much and sends little keeps nobody out. Not thread-safe.
 */
final class BodyReader implements AutoCloseable {
    /** How reading ended. */
    enum End {
        SMALL,
        LARGE,
        DECIDED,
        TOO_LARGE,
        TOO_SLOW,
        NO_ROOM
    }

    private static final int FIRST_PART = 2 * 1024;
    private static final int SMALL_PART = 8 * 1024;
    private static final int LARGE_PART = 64 * 1024;

    private final Content.Source source;
    private final Visit visit;
    private final BodyLimits limits;
    private final ByteBudget small;
    private final ByteBudget large;
    private final long deadline;
    private final List<ByteBuffer> parts = new ArrayList<>(1);
    private ByteBuffer tail = ByteBuffer.allocate(0);
    private byte @Nullable [] whole;
    private Visit.@Nullable LargeBody through;
    private int size;
    private int smallTaken;
    private int largeTaken;
    private long windowEnd;
    private int windowSize;

    /**
     * A reader of one body.
     *
     * @param small where bytes in memory are counted, {@code large} where those of bodies that went through
     */
    BodyReader(Content.Source source, Visit visit, BodyLimits limits, ByteBudget small, ByteBudget large) {
        this.source = source;
        this.visit = visit;
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
                End end = take(chunk.getByteBuffer());
                if (end != null || chunk.isLast()) {
                    return end != null ? end : through == null ? End.SMALL : End.LARGE;
                }
            } finally {
                chunk.release();
            }
        }
    }

    /** Null as long as more may come. */
    private @Nullable End take(ByteBuffer bytes) throws InterruptedException {
        if (size + bytes.remaining() > visit.maxBytes()) {
            return End.TOO_LARGE;
        }
        return through == null && size + bytes.remaining() <= BodyLimits.SMALL ? hold(bytes) : pass(bytes);
    }

    private @Nullable End hold(ByteBuffer bytes) throws InterruptedException {
        while (bytes.hasRemaining()) {
            if (!tail.hasRemaining() && !addPart(bytes.remaining())) {
                return End.NO_ROOM;
            }
            int count = Math.min(bytes.remaining(), tail.remaining());
            tail.put(bytes.slice().limit(count));
            bytes.position(bytes.position() + count);
            size += count;
        }
        return null;
    }

    /** Parts grow with the body, and count whole: a body that comes byte by byte takes no more than it counts. */
    private boolean addPart(int needed) throws InterruptedException {
        boolean isAll = size == 0 && source.getLength() == needed; // most bodies come at once with their heads
        int count = isAll ? needed : Math.max(size == 0 ? FIRST_PART : SMALL_PART, needed);
        if (!took(small, count)) {
            return false;
        }
        smallTaken += count;
        byte[] bytes = new byte[count];
        whole = isAll ? bytes : null;
        tail = ByteBuffer.wrap(bytes);
        parts.add(tail);
        return true;
    }

    /** What was held so far goes ahead, and its memory is free for others. */
    private @Nullable End pass(ByteBuffer bytes) throws InterruptedException {
        if (!hasRoom(size + bytes.remaining())) {
            return End.NO_ROOM;
        }
        Visit.LargeBody body = through;
        if (body == null) {
            body = visit.takeLarge();
            through = body;
            for (ByteBuffer part : parts) {
                body.write(part.flip());
            }
            giveSmall();
        }
        size += bytes.remaining();
        return body.write(bytes) ? null : End.DECIDED;
    }

    private boolean hasRoom(int bytes) throws InterruptedException {
        while (largeTaken < bytes) {
            if (!took(large, LARGE_PART)) {
                return false;
            }
            largeTaken += LARGE_PART;
        }
        return true;
    }

    private boolean took(ByteBudget budget, int count) throws InterruptedException {
        long start = System.nanoTime();
        boolean took = budget.take(count, limits.patience());
        windowEnd += System.nanoTime() - start; // the time that a body waits for room is not its sender's
        return took;
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

    /** The body as one, after {@link End#SMALL}; its parts are let go. */
    byte[] join() {
        byte[] body = whole;
        if (body == null) {
            body = new byte[size];
            ByteBuffer joined = ByteBuffer.wrap(body);
            parts.forEach(part -> joined.put(part.flip()));
        }
        parts.clear();
        return body;
    }

    /** The body that went through, after {@link End#LARGE} and {@link End#DECIDED}. */
    Visit.LargeBody through() {
        if (through == null) {
            throw new IllegalStateException("the body was small");
        }
        return through;
    }

    private void giveSmall() {
        parts.clear();
        small.give(smallTaken);
        smallTaken = 0;
    }

    /** Gives back what the body took of the budgets; of one that was not answered nothing stays. */
    @Override
    public void close() {
        giveSmall();
        large.give(largeTaken);
        largeTaken = 0;
        if (through != null) {
            through.close();
        }
    }
}
