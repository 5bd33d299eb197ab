package io.weir.worker.batch;

import io.weir.worker.record.Failure;
import io.weir.worker.record.Fault;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Senders;
import java.io.IOException;
import java.time.Clock;

/** Puts what the worker gives up on into one of two other queues, with the reason. Thread-safe. */
public final class SetAside {
    private final DeadLetters dead;
    private final DeadLetters unproven;
    private final Senders senders;
    private final String version;
    private final Clock clock;

    /**
     * @param dead takes what was proven genuine, or what only we can have sent
     * @param unproven takes what was never proven; the same queue where there is but one
     * @param version version of the function
     */
    public SetAside(DeadLetters dead, DeadLetters unproven, Senders senders, String version, Clock clock) {
        this.dead = dead;
        this.unproven = unproven;
        this.senders = senders;
        this.version = version;
        this.clock = clock;
    }

    Outcome bury(Attempt attempt, Outcome.Dead outcome) {
        return send(dead, "dead-letter-queue", attempt, outcome.fault(), outcome);
    }

    Outcome keep(Attempt attempt, Outcome.Unproven outcome) {
        return send(unproven, "unproven-queue", attempt, outcome.fault(), outcome);
    }

    private Failure failure(Attempt attempt, Fault fault) {
        QueueRecord record = attempt.record();
        return new Failure(fault, record.attempts(), record.triedAt(), clock.instant(), version, attempt.requestId());
    }

    /** What could not be sent stays where it is: it must be in one of the queues at any time. */
    private Outcome send(DeadLetters queue, String name, Attempt attempt, Fault fault, Outcome outcome) {
        try {
            queue.send(senders.harmless(attempt.record()), failure(attempt, fault));
            return outcome;
        } catch (IOException e) {
            return new Outcome.Retry(name, fault.reason() + ", and not taken: " + e.getMessage());
        }
    }
}
