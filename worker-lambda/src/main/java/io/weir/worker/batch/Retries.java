package io.weir.worker.batch;

import io.weir.envelope.Attributes;
import io.weir.envelope.source.Source;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.Patience;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Senders;
import io.weir.worker.record.Waiting;
import io.weir.worker.retry.Schedule;
import io.weir.worker.retry.SlowLane;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record that failed and may pass later: it waits where it is, moves to a slow lane, or is given up once
 * it has been tried for long enough. Thread-safe.
 */
public final class Retries {
    /** How long a record is tried if its source does not say. */
    public static final Duration FOR = Duration.ofHours(24);

    /** The same on a FIFO queue, where a failure holds its whole group. */
    public static final Duration FOR_FIFO = Duration.ofMinutes(15);

    /** Waits up to this are spent in the queue itself, hidden, but for those for a breaker, of which there may be very many. */
    static final Duration QUICK = Duration.ofSeconds(10);

    /** As long as it has been tried for less, what a breaker keeps from asking comes back each time that one is tried. */
    private static final Duration YOUNG = Duration.ofSeconds(75);

    /** With such waits no record is tried in the queue itself for longer: what is older lay there while nobody tried it. */
    private static final Duration LONGEST_QUICK = Duration.ofMinutes(2);

    /** A record must be given up before its queue forgets it. */
    private static final Duration MARGIN = Duration.ofMinutes(30);

    /** Between sending to a lane and SQS's time of sending; more than this and someone has redriven the message. */
    private static final Duration SENDING = Duration.ofMinutes(5);

    /**
     * The queues and their limits.
     *
     * @param lane for what is proven genuine, or null if there are no lanes
     * @param unproven for what nobody could prove yet, which strangers can cause at will; null if there are no lanes
     * @param retention how long each queue keeps a message
     * @param maxReceiveCount after so many receives SQS itself moves a message, without a reason
     */
    public record Queues(
            @Nullable SlowLane lane, @Nullable SlowLane unproven, Duration retention, int maxReceiveCount) {}

    private final Queues queues;
    private final Schedule schedule;
    private final SetAside aside;
    private final Senders senders;
    private final RecordLog log;
    private final Clock clock;

    public Retries(Queues queues, Schedule schedule, SetAside aside, Senders senders, RecordLog log, Clock clock) {
        this.queues = queues;
        this.schedule = schedule;
        this.aside = aside;
        this.senders = senders;
        this.log = log;
        this.clock = clock;
    }

    /**
     * The record as it was when it was first received: what it brought along into a slow lane is taken from its attributes.
     * Whose word that is tells the sender of this message; it tells who sent the first.
     */
    QueueRecord unwrapped(QueueRecord record) {
        String text = record.attributes().get(Attributes.RETRY);
        Waiting waiting = text == null || senders.isForeign(record) ? null : Waiting.parse(text);
        if (waiting == null) {
            return record;
        }
        Map<String, String> attributes = new LinkedHashMap<>(record.attributes());
        attributes.remove(Attributes.RETRY);
        boolean isRedriven =
                Duration.between(waiting.movedAt(), record.sentAt()).compareTo(SENDING) > 0
                        || !(holds(queues.lane(), record) || holds(queues.unproven(), record));
        return record.toBuilder()
                .attributes(attributes)
                .senderId(waiting.senderId())
                .waiting(isRedriven ? null : waiting)
                .build();
    }

    /** How long it is too early for the record, or null if it is not, or if a clock that was set back says so. */
    @Nullable
    Duration tooEarly(QueueRecord record) {
        Waiting waiting = record.waiting();
        if (waiting == null) {
            return null;
        }
        Instant now = clock.instant();
        Duration early = Duration.between(now, waiting.dueAt());
        boolean wasSetBack = now.isBefore(waiting.movedAt());
        return wasSetBack || Schedule.isOver(early) ? null : early;
    }

    /** The wait of a record whose attempt was broken off. */
    Duration afterBreak(QueueRecord record) {
        return schedule.wait(
                Duration.between(record.triedAt(), clock.instant()), Duration.ZERO, left(forgotten(record)));
    }

    Outcome settle(Attempt attempt, Outcome.Retry retry) {
        QueueRecord record = attempt.record();
        SlowLane lane = lane(attempt);
        if (lane == null) {
            return settleInPlace(attempt, retry);
        }
        Plan plan = plan(attempt, retry, lane);
        if (isOver(plan)) {
            return giveUp(attempt, retry);
        }
        Duration wait = wait(plan, retry);
        attempt.tryIn(wait);
        boolean isLong = !retry.isHeld() && (wait.compareTo(QUICK) > 0 || !retry.asked());
        if (!isToMove(record, lane, plan, isLong)) {
            return retry;
        }
        return move(record, lane, plan, wait) ? new Outcome.Moved(retry) : settleInPlace(attempt, retry);
    }

    /**
     * Of a record that no lane can take, or none takes now: no copy tells how long it has been tried, so its whole age
     * counts. Else it would be received each minute, until SQS itself moved it, without a reason and proven or not.
     */
    private Outcome settleInPlace(Attempt attempt, Outcome.Retry retry) {
        Plan plan = plan(attempt, retry, null);
        if (isOver(plan) || attempt.record().receiveCount() >= queues.maxReceiveCount()) {
            return giveUp(attempt, retry);
        }
        attempt.tryIn(wait(plan, retry));
        return retry;
    }

    private Duration wait(Plan plan, Outcome.Retry retry) {
        return schedule.wait(waitedFor(retry, plan), retry.notBefore(), left(plan.end()));
    }

    /**
     * The time of which the wait is a third. What another attempt holds waits for the end of that one alone; what a breaker
     * kept from asking waits for the breaker alone, as long as that is young: the end of a short outage would be missed.
     */
    private Duration waitedFor(Outcome.Retry retry, Plan plan) {
        Duration age = Duration.between(plan.from(), clock.instant());
        boolean isYoung = !retry.asked() && age.compareTo(YOUNG) <= 0;
        return isYoung || retry.isHeld() ? Duration.ZERO : age;
    }

    /**
     * What is planned for a record.
     *
     * @param triedAt since when it is tried
     * @param refusedAt since when its target refuses it, or null
     * @param end when it is given up
     */
    private record Plan(Instant triedAt, @Nullable Instant refusedAt, Instant end) {
        /** What the wait is a third of the time since. */
        Instant from() {
            return refusedAt == null ? triedAt : refusedAt;
        }
    }

    private Plan plan(Attempt attempt, Outcome.Retry retry, @Nullable SlowLane lane) {
        QueueRecord record = attempt.record();
        Patience patience = retry.patience();
        Instant triedAt = triedAt(record, lane);
        Instant end = Collections.min(List.of(triedAt.plus(total(attempt, retry)), forgotten(record)));
        if (patience.refused() == null) {
            return new Plan(triedAt, null, end);
        }
        Waiting waiting = record.waiting();
        Instant refusedAt =
                waiting == null ? triedAt : Objects.requireNonNullElseGet(waiting.refusedAt(), clock::instant);
        return new Plan(triedAt, refusedAt, Collections.min(List.of(end, refusedAt.plus(patience.refused()))));
    }

    /** What lies in the queue itself for longer than it can be tried there has waited for the worker, not for a retry. */
    private Instant triedAt(QueueRecord record, @Nullable SlowLane lane) {
        if (lane == null || record.waiting() != null) {
            return record.triedAt();
        }
        return Collections.max(List.of(record.triedAt(), clock.instant().minus(LONGEST_QUICK)));
    }

    /** What a breaker kept from asking has a while in any case: it must be asked once before it is given up. */
    private Duration total(Attempt attempt, Outcome.Retry retry) {
        Duration total = Objects.requireNonNullElseGet(retry.patience().total(), () -> ofSource(attempt));
        return retry.asked() || total.compareTo(YOUNG) >= 0 ? total : YOUNG;
    }

    private static Duration ofSource(Attempt attempt) {
        Source source = attempt.source();
        if (source != null && source.retryFor() != null) {
            return source.retryFor();
        }
        return attempt.record().isFifo() ? FOR_FIFO : FOR;
    }

    private Instant forgotten(QueueRecord record) {
        Duration margin = Collections.min(List.of(MARGIN, queues.retention().dividedBy(10)));
        return record.sentAt().plus(queues.retention()).minus(margin);
    }

    private Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private boolean isOver(Plan plan) {
        return Schedule.isOver(left(plan.end()));
    }

    /** Whether the record is genuine: proven in this attempt, or before it came into its lane. */
    boolean isProven(Attempt attempt) {
        return attempt.notes().isProven() || holds(queues.lane(), attempt.record());
    }

    /** The lane where the record can wait, or null if it must wait where it is. */
    private @Nullable SlowLane lane(Attempt attempt) {
        QueueRecord record = attempt.record();
        SlowLane lane = isProven(attempt) ? queues.lane() : queues.unproven();
        return lane == null || record.isFifo() || !lane.takes(record) ? null : lane;
    }

    private boolean isToMove(QueueRecord record, SlowLane lane, Plan plan, boolean isLong) {
        if (record.receiveCount() >= queues.maxReceiveCount() / 2) {
            return true; // as a new message its receives are counted from the beginning
        }
        Waiting waiting = record.waiting();
        if (waiting == null || !lane.holds(record)) {
            return isLong;
        }
        return (waiting.refusedAt() == null) != (plan.refusedAt() == null);
    }

    private boolean move(QueueRecord record, SlowLane lane, Plan plan, Duration wait) {
        Waiting waiting = Waiting.of(record, plan.triedAt(), plan.refusedAt(), clock.instant(), wait);
        try {
            lane.send(record, waiting, Collections.min(List.of(wait, SlowLane.MAX_DELAY)));
            return true;
        } catch (IOException e) {
            log.warn("a record could not be moved to a slow lane and waits in its queue: " + e.getMessage());
            return false;
        }
    }

    private Outcome giveUp(Attempt attempt, Outcome.Retry retry) {
        return isProven(attempt)
                ? aside.bury(attempt, new Outcome.Dead(retry.reason(), retry.detail(), retry.exception()))
                : aside.keep(attempt, new Outcome.Unproven(retry.reason(), retry.detail(), retry.exception()));
    }

    private static boolean holds(@Nullable SlowLane lane, QueueRecord record) {
        return lane != null && lane.holds(record);
    }
}
