package io.weir.worker.batch;

import io.weir.worker.bucket.Bucket;
import io.weir.worker.record.Failure;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns an outcome into what it means: a dead letter, a kept sample, a note about the last attempt, a log line. */
public final class Settlement {
    private final DeadLetters deadLetters;
    private final Bucket bucket;
    private final RejectedSamples samples;
    private final RecordLog log;
    private final int maxReceiveCount;
    private final String version;
    private final Clock clock;

    /**
     * @param maxReceiveCount as in the queue's redrive policy: after so many receives SQS itself moves a record
     * @param version version of the function, for dead letters
     */
    public Settlement(
            DeadLetters deadLetters,
            Bucket bucket,
            RejectedSamples samples,
            RecordLog log,
            int maxReceiveCount,
            String version,
            Clock clock) {
        this.deadLetters = deadLetters;
        this.bucket = bucket;
        this.samples = samples;
        this.log = log;
        this.maxReceiveCount = maxReceiveCount;
        this.version = version;
        this.clock = clock;
    }

    /** Does what the outcome demands. The outcome that is returned counts. */
    Outcome settle(QueueRecord record, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> done;
            case Outcome.Rejected rejected -> {
                samples.keep(record, rejected);
                yield rejected;
            }
            case Outcome.Dead dead -> bury(record, dead);
            case Outcome.Retry retry -> {
                if (record.receiveCount() >= maxReceiveCount) {
                    noteLastAttempt(record, retry);
                }
                yield retry;
            }
        };
    }

    /** A dead letter that could not be sent stays where it is: it must be in one of the two queues at any time. */
    private Outcome bury(QueueRecord record, Outcome.Dead dead) {
        try {
            deadLetters.send(record, failure(record, dead.reason(), dead.detail(), dead.exception()));
            return dead;
        } catch (IOException e) {
            return new Outcome.Retry("dead-letter-queue", dead.reason() + ", and not taken: " + e.getMessage());
        }
    }

    /** SQS moves the record to the dead-letter queue by itself now, without a reason: keep it beside. Best effort. */
    private void noteLastAttempt(QueueRecord record, Outcome.Retry retry) {
        byte[] note = failure(record, retry.reason(), retry.detail(), retry.exception())
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            bucket.put("failures/" + day + "/" + record.messageId(), note, "application/json", Map.of());
        } catch (IOException e) {
            log.warn("the reason of a last attempt could not be kept under failures/");
        }
    }

    private Failure failure(QueueRecord record, String reason, String detail, @Nullable String exception) {
        Instant now = clock.instant();
        return new Failure(reason, detail, exception, record.receiveCount(), record.firstReceivedAt(), now, version);
    }

    /** The configured source of a record; one name for all others. */
    String source(QueueRecord record) {
        return log.source(record);
    }

    void warn(String message) {
        log.warn(message);
    }

    /** Logs what became of a record. */
    void report(QueueRecord record, Outcome outcome, Duration duration, Notes notes) {
        log.record(record, outcome, duration, notes);
    }
}
