package io.weir.worker.batch;

import io.weir.worker.inbox.SettledInbox;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Report;
import java.time.Duration;

/** Turns an outcome into what it means: another queue, a wait, a kept sample, a log line. */
public final class Settlement {
    /** The sweeper looks for objects that have lain in the inbox for longer; this one waits with its message. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(5);

    private final SetAside aside;
    private final RejectedSamples samples;
    private final Retries retries;
    private final SettledInbox inbox;
    private final RecordLog log;
    private final Report.Listener listener;

    /** @param listener is told what the log is told */
    public Settlement(
            SetAside aside,
            RejectedSamples samples,
            Retries retries,
            SettledInbox inbox,
            RecordLog log,
            Report.Listener listener) {
        this.aside = aside;
        this.samples = samples;
        this.retries = retries;
        this.inbox = inbox;
        this.log = log;
        this.listener = listener;
    }

    Retries retries() {
        return retries;
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
                case Outcome.Moved moved -> inbox.setAside(key);
                case Outcome.Retry retry -> {
                    Duration wait = attempt.nextIn();
                    if (wait != null && wait.compareTo(LONG_WAIT) > 0) {
                        inbox.setAside(key);
                    }
                }
            }
        }
        return settled;
    }

    private Outcome settled(Attempt attempt, Outcome outcome) {
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
            case Outcome.Dead dead -> aside.bury(attempt, dead);
            case Outcome.Unproven unproven -> aside.keep(attempt, unproven);
            case Outcome.Retry retry -> retries.settle(attempt, retry);
            case Outcome.Moved moved -> moved;
        };
    }

    void warn(String message) {
        log.warn(message);
    }

    /** Tells what became of a record. */
    void report(Attempt attempt, Outcome outcome) {
        Report report = attempt.report(outcome, log.now());
        log.record(report);
        listener.report(report);
    }
}
