package io.weir.cli.conformance.play;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps requests apart, so that no more than so many are sent a second. One thread uses it. */
public final class Pace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long apart;
    private final LongSupplier nanos;
    private final WireSender.Pause pause;
    private long next;
    private long sent;

    /**
     * @param rate requests a second
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public Pace(int rate, LongSupplier nanos, WireSender.Pause pause) {
        this.apart = SECOND / rate;
        this.nanos = nanos;
        this.pause = pause;
        this.next = nanos.getAsLong();
    }

    /** Returns when the next request may be sent. */
    void await() throws InterruptedException {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            pause.of(Duration.ofNanos(next - now));
        }
        next = Math.max(now, next) + apart;
        sent++;
    }

    /** How many requests were sent. */
    public long sent() {
        return sent;
    }
}
