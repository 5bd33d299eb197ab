package io.weir.worker.inbox;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the queue again of objects that have lain in the inbox for long: the bucket's notification can get lost. The
 * pointers are as the bucket's own, so that they are read alike; one too many is harmless, since an object that is gone was
 * settled, and an event acts once. Thread-safe.
 */
public final class InboxSweeper {
    static final Duration AGE = Duration.ofMinutes(15);
    static final int MAX_TOLD = 500;
    static final int PAGE = 100;

    /** A run that has less than this left ends, and the next goes on behind it. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Bucket bucket;
    private final InboxMarks marks;
    private final @Nullable Requeue requeue;
    private final Clock clock;
    private final IntConsumer old;
    private final AtomicLong lastRun = new AtomicLong();
    private volatile @Nullable String cursor;

    /**
     * @param requeue null if there is no queue to tell
     * @param old takes after each run how many objects were met that are older than {@link #AGE} and whose message waits nowhere else
     */
    public InboxSweeper(Bucket bucket, InboxMarks marks, @Nullable Requeue requeue, Clock clock, IntConsumer old) {
        this.bucket = bucket;
        this.marks = marks;
        this.requeue = requeue;
        this.clock = clock;
        this.old = old;
    }

    /** Objects of a run, as far as it has come. */
    private static final class Met {
        private int told;
        private int old;
    }

    /** One run. It has no failure of its own: the schedule asks for the next soon enough. */
    public Outcome sweep() {
        if (requeue == null) {
            return new Outcome.Done("sweep: there is no queue to tell");
        }
        Instant now = clock.instant();
        long last = lastRun.get();
        if (now.toEpochMilli() < last + PAUSE.toMillis() || !lastRun.compareAndSet(last, now.toEpochMilli())) {
            return new Outcome.Done("sweep: one ran a moment ago");
        }
        Met met = new Met();
        try {
            do {
                Bucket.Page page = bucket.list(BucketKeys.INBOX, now.minus(AGE), cursor, PAGE);
                tell(requeue, page.keys(), met);
                cursor = page.next();
            } while (cursor != null
                    && met.told < MAX_TOLD
                    && TimeBudget.current().remaining().compareTo(LEAST_TIME) > 0);
        } catch (IOException e) {
            return new Outcome.Done("sweep: broken off behind " + met.told + " objects: " + e.getMessage());
        }
        old.accept(met.old);
        return new Outcome.Done("sweep: told the queue again of " + met.told + " objects");
    }

    private void tell(Requeue queue, List<String> keys, Met met) throws IOException {
        List<String> forgotten = new ArrayList<>();
        try {
            for (String key : keys) {
                InboxMarks.Told told = marks.tell(key);
                if (told == InboxMarks.Told.NOW) {
                    forgotten.add(key);
                }
                met.old += told == InboxMarks.Told.NEED_NOT_BE ? 0 : 1;
            }
            queue.send(forgotten.stream()
                    .map(key -> new Delivery.InboxPointer(bucket.name(), key).notification())
                    .toList());
            met.told += forgotten.size();
        } catch (IOException e) {
            for (String key : forgotten) {
                marks.forget(key);
            }
            throw e;
        }
    }
}
