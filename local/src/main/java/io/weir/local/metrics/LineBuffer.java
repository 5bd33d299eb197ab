package io.weir.local.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines on their way to an output that may be slow: nobody who writes one waits for it. They are passed on together, at the
 * latest after a twentieth of a second, and at the close. Of an output that takes nothing for long the lines that find no
 * room are dropped, and counted; a line says how many as soon as it takes something again. Thread-safe.
 */
public final class LineBuffer extends OutputStream {
    private static final Duration LATEST = Duration.ofMillis(50);
    private static final Duration LAST = Duration.ofSeconds(2);
    private static final int AT_ONCE = 64 * 1024;
    private static final int MOST = 4 * 1024 * 1024;

    private final OutputStream next;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread passing;
    private ByteArrayOutputStream lines = new ByteArrayOutputStream(AT_ONCE);
    private long dropped;
    private boolean isClosed;

    /** @param next is flushed after each piece, and not closed */
    public LineBuffer(OutputStream next) {
        this(next, MOST);
    }

    LineBuffer(OutputStream next, int most) {
        this.next = next;
        this.most = most;
        this.passing = Thread.ofPlatform().daemon().name("log").start(this::passOn);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Takes whole lines. */
    @Override
    public void write(byte[] text, int offset, int length) {
        lock.lock();
        try {
            if (isClosed || lines.size() + length > most) {
                dropped++;
                return;
            }
            boolean wakes = lines.size() == 0 || (lines.size() < AT_ONCE && lines.size() + length >= AT_ONCE);
            lines.write(text, offset, length);
            if (wakes) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void passOn() {
        try {
            for (byte[] piece = nextPiece(); piece.length > 0; piece = nextPiece()) {
                try {
                    next.write(piece);
                    next.flush();
                } catch (IOException e) {
                    // Nobody reads the log any more; the work goes on without.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is one. Empty after the last. */
    private byte[] nextPiece() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (lines.size() == 0 && !isClosed) {
                changed.await();
            }
            long left = LATEST.toNanos();
            while (lines.size() < AT_ONCE && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            tellWhatWasDropped();
            byte[] piece = lines.toByteArray();
            lines.reset();
            return piece;
        } finally {
            lock.unlock();
        }
    }

    private void tellWhatWasDropped() {
        if (dropped > 0) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("level", "warn");
            line.put("message", dropped + " lines of the log were dropped: what reads them took too long");
            lines.writeBytes((Json.writeAscii(line) + "\n").getBytes(UTF_8));
            dropped = 0;
        }
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what is there. An output that takes nothing is waited for, but not for ever: the process must end. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            passing.join(TimeUnit.NANOSECONDS.toMillis(LAST.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
