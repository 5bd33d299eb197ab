package io.weir.worker.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.test.MovableClock;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.retry.Unfinished;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How records that end the process are recognised, over any table of claims. */
public abstract class UnfinishedContract {
    protected final MovableClock clock = new MovableClock(Instant.parse("2026-03-04T12:00:00Z"));

    /** The table; called again after a restart. */
    protected abstract ClaimTable table();

    /** Ends the process and starts it again. */
    protected abstract void restart();

    protected static QueueRecord received(String id, int times) {
        return QueueRecord.builder(id).receiveCount(times).build();
    }

    /** A receive by the process that runs now. */
    protected Unfinished.Mark begin(int times) {
        return new Unfinished(table(), clock).begin(received("m", times));
    }

    @Test
    void begin_firstReceive_isNotMarked() {
        begin(1);
        restart();
        assertThat(begin(2).found()).isZero();
    }

    @Test
    void begin_secondReceiveThatCameToNoOutcome_isFoundAfterTheRestart() {
        assertThat(begin(2).found()).isZero();
        restart();
        assertThat(begin(3).found()).isOne();
    }

    @Test
    void begin_cleared_findsNothingOfBefore() {
        begin(2);
        restart();
        Unfinished.Mark mark = begin(3);
        mark.again();
        mark.proven();
        mark.clear();
        Unfinished.Mark next = begin(4);
        assertThat(next.found()).isZero();
        assertThat(next.wasProven()).isFalse();
    }

    @Test
    void again_eachAttemptWithoutAnOutcome_countsOne() {
        begin(2);
        for (int found = 1; found <= Unfinished.MAX; found++) {
            restart();
            Unfinished.Mark mark = begin(2 + found);
            assertThat(mark.found()).isEqualTo(found);
            mark.again();
        }
    }

    @Test
    void begin_foundAndNotTried_countsNoFurther() {
        begin(2);
        for (int receive = 3; receive < 7; receive++) {
            restart();
            assertThat(begin(receive).found()).isOne();
        }
    }

    @Test
    void proven_ofAMarkThatWasFound_isKnownToTheNext() {
        begin(2);
        restart();
        Unfinished.Mark mark = begin(3);
        mark.again();
        mark.proven();
        restart();
        Unfinished.Mark next = begin(4);
        next.again();
        assertThat(next.found()).isEqualTo(2);
        assertThat(next.wasProven()).isTrue();
    }

    @Test
    void keep_ofAMarkThatWasFound_leavesTheCountAsItWas() {
        begin(2);
        restart();
        Unfinished.Mark mark = begin(3);
        mark.again();
        mark.proven();
        mark.keep();
        assertThat(begin(4).found()).isOne();
        assertThat(begin(4).wasProven()).isTrue();
    }

    @Test
    void keep_ofAMarkThatWasSet_leavesNone() {
        begin(2).keep();
        assertThat(begin(3).found()).isZero();
    }

    @Test
    void begin_otherMessages_haveMarksOfTheirOwn() {
        begin(2);
        assertThat(new Unfinished(table(), clock).begin(received("other", 2)).found())
                .isZero();
    }

    @Test
    void begin_afterAsLongAsAQueueKeepsAMessage_findsNothing() {
        begin(2);
        clock.advance(Duration.ofDays(14));
        assertThat(begin(3).found()).isZero();
    }
}
