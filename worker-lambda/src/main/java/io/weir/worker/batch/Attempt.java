package io.weir.worker.batch;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.source.Source;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One record of a running batch: what it holds once it is open, and its outcome, which is decided once. */
final class Attempt {
    private record Decision(Outcome outcome, long nanos) {}

    private final QueueRecord record;
    private final Notes notes = new Notes();
    private final long startNanos = System.nanoTime();
    private final AtomicReference<@Nullable Decision> decision = new AtomicReference<>();
    private volatile @Nullable Opened opened;
    private volatile @Nullable String inboxKey;
    private volatile @Nullable Duration nextIn;
    private volatile boolean begun;

    Attempt(QueueRecord record) {
        this.record = record;
    }

    QueueRecord record() {
        return record;
    }

    Notes notes() {
        return notes;
    }

    void begin() {
        begun = true;
    }

    /** Whether its turn came; one that had none has used up nothing. */
    boolean begun() {
        return begun;
    }

    /** Takes what was opened. Returns what is left to process. */
    Opened open(Opened found) {
        Opened content = found;
        if (found instanceof Opened.FromInbox(String key, Opened inner)) {
            inboxKey = key;
            content = inner;
        }
        opened = content;
        return content;
    }

    /** Takes where the message lies of a record that is not opened; null if not in the inbox. */
    void inInbox(@Nullable String key) {
        inboxKey = key;
    }

    /** Where the record's message lies in the inbox, or null if it does not. */
    @Nullable
    String inboxKey() {
        return inboxKey;
    }

    /** What the record holds, or null while it is not open. */
    @Nullable
    Opened opened() {
        return opened;
    }

    /** The configured source that the record belongs to, or null as long as none is known. */
    @Nullable
    Source source() {
        Opened found = opened;
        return found == null ? null : found.source();
    }

    /** What the door called the request, or null of what came without the door. */
    @Nullable
    String requestId() {
        String id = QueueMessage.idOf(record.attributes());
        String key = inboxKey;
        return id == null && key != null ? BucketKeys.idOf(key) : id;
    }

    /** All that is known of it, now that it has this outcome. */
    Report report(Outcome outcome, Instant now) {
        Source known = source();
        return new Report(
                record,
                requestId(),
                known == null ? null : known.name(),
                outcome,
                notes,
                new Report.Timing(now, duration(), nextIn));
    }

    /** Sets after which time the record, or its copy, is to be tried next. */
    void tryIn(Duration time) {
        nextIn = time;
    }

    /** The time that was set, or null. */
    @Nullable
    Duration nextIn() {
        return nextIn;
    }

    /** Sets the outcome unless there is one. Returns the one that counts. */
    Outcome decide(Outcome outcome) {
        Decision mine = new Decision(outcome, System.nanoTime());
        Decision earlier = decision.compareAndExchange(null, mine);
        return earlier == null ? outcome : earlier.outcome();
    }

    boolean isDecided() {
        return decision.get() != null;
    }

    /** Whether its message stays on the queue. */
    boolean failed() {
        Decision decided = decision.get();
        return decided == null || decided.outcome() instanceof Outcome.Retry;
    }

    /** From the beginning of the batch to the decision. */
    Duration duration() {
        Decision decided = decision.get();
        return Duration.ofNanos((decided == null ? System.nanoTime() : decided.nanos()) - startNanos);
    }
}
