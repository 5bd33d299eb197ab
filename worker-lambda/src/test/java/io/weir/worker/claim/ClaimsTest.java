package io.weir.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Event;
import io.weir.action.RetryLaterException;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.kit.MovableClock;
import io.weir.worker.record.Notes;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Duration LEFT = Duration.ofSeconds(20);

    private final MovableClock clock = new MovableClock(NOW);
    private final InMemoryClaims table = new InMemoryClaims();
    private final Claims claims = new Claims(table, false, clock);

    private static Event event(String id, String body) {
        return event("s", id, body);
    }

    private static Event event(String source, String id, String body) {
        return Event.builder().source(source).id(id).receivedAt(NOW).body(body).build();
    }

    private Claims.Claim claim(String id, String body) throws IOException {
        return claim(claims, event(id, body));
    }

    /** As a record does that has twenty seconds left. */
    private static Claims.@Nullable Claim claim(Claims claims, Event event) throws IOException {
        AtomicReference<Claims.@Nullable Claim> claim = new AtomicReference<>();
        TimeBudget.within(() -> LEFT, () -> claim.set(claims.claim(event, new Notes())));
        return claim.get();
    }

    @Test
    void claim_firstTime_isOursFromTheFirstAction() throws IOException {
        Claims.Claim claim = claim("1", "a");
        assertThat(claim.steps()).isZero();
        assertThat(claim.event().idempotencyKey()).isEqualTo("s/1");
    }

    @Test
    void claim_done_isADuplicateForAsLongAsAMessageCanComeAgain() throws IOException {
        claim("1", "a").done();
        clock.advance(Claims.KEPT.minusSeconds(1));
        assertThat(claim("1", "a")).isNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(claim("1", "a")).isNotNull();
    }

    @Test
    void claim_heldByAnother_waitsForTheEndOfItsLease() throws IOException {
        claim("1", "a");
        clock.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> claim("1", "a"))
                .isInstanceOf(RetryLaterException.class)
                .satisfies(e -> assertThat(RetryLaterException.notBefore(e))
                        .isEqualTo(Duration.ofSeconds(15).plus(Claims.MARGIN)));
    }

    @Test
    void claim_holderCrashed_goesOnWhereItStoppedOnceTheLeaseHasRunOut() throws IOException {
        claim("1", "a").performed(2);
        clock.advance(Duration.ofSeconds(20).plus(Claims.MARGIN));
        assertThat(claim("1", "a").steps()).isEqualTo(2);
    }

    @Test
    void claim_released_isFreeAtOnceAndGoesOnWhereItStopped() throws IOException {
        Claims.Claim first = claim("1", "a");
        first.performed(1);
        first.release();
        assertThat(claim("1", "a").steps()).isEqualTo(1);
    }

    @Test
    void claim_sameIdOtherBody_isAConflictProcessedApartOnce() throws IOException {
        claim("1", "a").done();
        Claims.Claim other = claim("1", "b");
        assertThat(other.event().idempotencyKey()).startsWith("s/1~").hasSize(4 + 64);
        other.done();
        assertThat(claim("1", "b")).isNull();
        assertThat(claim("1", "a")).isNull();
    }

    @Test
    void claim_sameIdOfAnotherSource_isNoDuplicate() throws IOException {
        claim("1", "a").done();
        Event other = event("t", "1", "a");
        assertThat(claim(claims, other)).isNotNull();
    }

    @Test
    void claim_tableDown_isAFaultByDefault() {
        table.setDown(true);
        assertThatThrownBy(() -> claim("1", "a"))
                .isInstanceOf(IOException.class)
                .hasMessage("the table is down");
    }

    @Test
    void claim_tableDownAndProcessConfigured_isProcessed() throws IOException {
        table.setDown(true);
        Claims.Claim claim = claim(new Claims(table, true, clock), event("1", "a"));
        assertThat(claim.steps()).isZero();
        claim.performed(1);
        claim.done();
        claim.release();
    }

    @Test
    void claim_tableDownBeforeTheMark_leavesTheLeaseToRunOut() throws IOException {
        Claims.Claim claim = claim("1", "a");
        table.setDown(true);
        claim.done();
        table.setDown(false);
        assertThatThrownBy(() -> claim("1", "a")).isInstanceOf(RetryLaterException.class);
        clock.advance(Duration.ofSeconds(20).plus(Claims.MARGIN));
        assertThat(claim("1", "a")).isNotNull();
    }

    @Test
    void claim_withoutATable_isAlwaysOurs() throws IOException {
        Claims none = new Claims(null, false, clock);
        claim(none, event("1", "a")).done();
        assertThat(claim(none, event("1", "a")).steps()).isZero();
    }
}
