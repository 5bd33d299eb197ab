package io.weir.worker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.weir.worker.claim.ClaimTable;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.kit.UnfinishedContract;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnfinishedTest extends UnfinishedContract {
    private final InMemoryClaims claims = new InMemoryClaims();

    @Override
    protected ClaimTable table() {
        return claims;
    }

    @Override
    protected void restart() {
        // This table knows nothing of processes.
    }

    @Test
    void begin_firstReceive_asksTheTableForNothing() {
        begin(1).clear();
        assertThat(claims.entries()).isEmpty();
    }

    @Test
    void proven_ofAMarkThatWasJustSet_isNotWritten() {
        begin(2).proven(); // a write that only a suspect is worth
        assertThat(begin(3).wasProven()).isFalse();
    }

    @Test
    void begin_noTable_findsNothing() {
        Unfinished.Mark mark = new Unfinished(null, clock).begin(received("m", 5));
        mark.again();
        mark.proven();
        mark.clear();
        assertThat(mark.found()).isZero();
        assertThat(mark.wasProven()).isFalse();
    }

    @Test
    void begin_tableDown_findsNothingAndMarksNothing() {
        claims.setDown(true);
        Unfinished.Mark mark = begin(2);
        claims.setDown(false);
        assertThat(mark.found()).isZero();
        mark.clear();
        assertThat(claims.entries()).isEmpty();
    }

    @Test
    void mark_tableGoesDown_failsNothingAndSaysOnlyWhatIsWritten() {
        begin(2);
        Unfinished.Mark mark = begin(3);
        claims.setDown(true);
        assertThatCode(() -> {
                    mark.again();
                    mark.proven();
                })
                .doesNotThrowAnyException();
        assertThat(mark.wasProven()).isFalse();
        assertThatCode(mark::clear).doesNotThrowAnyException();
        claims.setDown(false);
        assertThat(begin(4).found()).isOne();
    }

    /** A table that comes and goes must not make poison of records that ended nothing. */
    @Test
    void begin_markThatCouldNotBeTakenBack_isKnownToTheProcessThatLives() {
        Unfinished here = new Unfinished(claims, clock);
        for (int receive = 2; receive < 6; receive++) {
            Unfinished.Mark mark = here.begin(received("m", receive));
            assertThat(mark.found()).isZero();
            claims.setDown(true);
            mark.clear();
            claims.setDown(false);
        }
        here.begin(received("m", 6));
        assertThat(begin(7).found()).isOne();
    }

    @Test
    void mark_tableWithABug_failsNothing() {
        ClaimTable broken = new ClaimTable() {
            @Override
            public Entry take(Entry entry, Instant now) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public boolean replace(Entry entry) {
                throw new IllegalStateException("a bug");
            }
        };
        assertThat(new Unfinished(broken, clock).begin(received("m", 2)).found())
                .isZero();
    }
}
