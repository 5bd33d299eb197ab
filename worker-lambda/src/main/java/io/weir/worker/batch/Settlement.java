package io.weir.worker.batch;

import io.weir.worker.inbox.SettledInbox;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;

/** Turns an outcome into what it means: another queue, a kept sample, a note about the last attempt, a log line. */
public final class Settlement {
    private final SetAside aside;
    private final RejectedSamples samples;
    private final LastAttempts lastAttempts;
    private final SettledInbox inbox;
    private final RecordLog log;

    public Settlement(
            SetAside aside, RejectedSamples samples, LastAttempts lastAttempts, SettledInbox inbox, RecordLog log) {
        this.aside = aside;
        this.samples = samples;
        this.lastAttempts = lastAttempts;
        this.inbox = inbox;
        this.log = log;
    }

    /** Does what the outcome demands. The outcome that is returned counts. */
    Outcome settle(Attempt attempt, Outcome outcome) {
        Outcome settled = settled(attempt, outcome);
        String key = attempt.inboxKey();
        if (key != null) {
            switch (settled) {
                case Outcome.Done done -> inbox.over(key);
                case Outcome.Rejected rejected -> inbox.over(key);
                case Outcome.Dead dead -> inbox.setAside(key);
                case Outcome.Unproven unproven -> inbox.setAside(key);
                case Outcome.Retry retry -> {
                    if (lastAttempts.isLast(attempt.record())) {
                        inbox.setAside(key); // SQS is about to move the record
                    }
                }
            }
        }
        return settled;
    }

    private Outcome settled(Attempt attempt, Outcome outcome) {
        QueueRecord record = attempt.record();
        return switch (outcome) {
            case Outcome.Done done -> {
                if (attempt.notes().isReplay()) {
                    samples.keep(attempt, done.note());
                }
                yield done;
            }
            case Outcome.Rejected rejected -> {
                samples.keep(attempt, rejected.reason());
                yield rejected;
            }
            case Outcome.Dead dead -> aside.bury(record, dead);
            case Outcome.Unproven unproven -> aside.keep(record, unproven);
            case Outcome.Retry retry -> lastAttempts.isLast(record) ? last(attempt, retry) : retry;
        };
    }

    /**
     * After its next receive SQS itself would move the record to the dead-letter queue. That is for what is proven; anything
     * else is set aside before.
     */
    private Outcome last(Attempt attempt, Outcome.Retry retry) {
        QueueRecord record = attempt.record();
        if (attempt.notes().isProven()) {
            lastAttempts.note(record, aside.failure(record, retry.fault()));
            return retry;
        }
        return aside.keep(record, new Outcome.Unproven(retry.reason(), retry.detail(), retry.exception()));
    }

    void warn(String message) {
        log.warn(message);
    }

    /** Logs what became of a record. */
    void report(Attempt attempt, Outcome outcome) {
        log.record(attempt, outcome);
    }
}
