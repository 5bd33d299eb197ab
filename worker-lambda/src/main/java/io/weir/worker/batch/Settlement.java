package io.weir.worker.batch;

import io.weir.worker.record.Failure;
import io.weir.worker.record.Fault;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.time.Clock;

/** Turns an outcome into what it means: a dead letter, a kept sample, a note about the last attempt, a log line. */
public final class Settlement {
    private final DeadLetters deadLetters;
    private final RejectedSamples samples;
    private final LastAttempts lastAttempts;
    private final RecordLog log;
    private final String version;
    private final Clock clock;

    /** @param version version of the function, for dead letters */
    public Settlement(
            DeadLetters deadLetters,
            RejectedSamples samples,
            LastAttempts lastAttempts,
            RecordLog log,
            String version,
            Clock clock) {
        this.deadLetters = deadLetters;
        this.samples = samples;
        this.lastAttempts = lastAttempts;
        this.log = log;
        this.version = version;
        this.clock = clock;
    }

    /** Does what the outcome demands. The outcome that is returned counts. */
    Outcome settle(Attempt attempt, Outcome outcome) {
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
            case Outcome.Dead dead -> bury(record, dead);
            case Outcome.Retry retry -> {
                if (lastAttempts.isLast(record)) {
                    lastAttempts.note(record, failure(record, retry.fault()));
                }
                yield retry;
            }
        };
    }

    /** A dead letter that could not be sent stays where it is: it must be in one of the two queues at any time. */
    private Outcome bury(QueueRecord record, Outcome.Dead dead) {
        try {
            deadLetters.send(record, failure(record, dead.fault()));
            return dead;
        } catch (IOException e) {
            return new Outcome.Retry("dead-letter-queue", dead.reason() + ", and not taken: " + e.getMessage());
        }
    }

    private Failure failure(QueueRecord record, Fault fault) {
        return new Failure(fault, record.receiveCount(), record.firstReceivedAt(), clock.instant(), version);
    }

    void warn(String message) {
        log.warn(message);
    }

    /** Logs what became of a record. */
    void report(Attempt attempt, Outcome outcome) {
        log.record(attempt, outcome);
    }
}
