package io.weir.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.test.MovableClock;
import io.weir.verify.Claimable;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.record.Notes;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Duration LEFT = Duration.ofSeconds(20);
    private static final Claims.Answer DUPLICATE = new Claims.Answer.Processed(false);
    private static final Claims.Answer REPLAY = new Claims.Answer.Processed(true);

    private final MovableClock clock = new MovableClock(NOW);
    private final InMemoryClaims table = new InMemoryClaims();
    private final Claims claims = new Claims(table, false, clock);
    private final Notes notes = new Notes();

    private static Claimable proof(String key, String label) {
        return new Claimable(key, label, null, null);
    }

    private static Claimable withId(String key, String label, String bodyHash) {
        return new Claimable(key, label, new Claimable.Mark("id-" + label, bodyHash), null);
    }

    private Claims.Answer ask(Claimable by) throws IOException {
        return ask(claims, by);
    }

    /** As a record does that has twenty seconds left. */
    private Claims.Answer ask(Claims asked, Claimable by) throws IOException {
        AtomicReference<Claims.Answer> answer = new AtomicReference<>();
        TimeBudget.within(() -> LEFT, () -> answer.set(asked.claim(by, notes)));
        return answer.get();
    }

    private Claim claim(String key) throws IOException {
        return claim(proof(key, ""));
    }

    private Claim claim(Claimable by) throws IOException {
        return ours(ask(by));
    }

    private static Claim ours(Claims.Answer answer) {
        assertThat(answer).isInstanceOf(Claims.Answer.Ours.class);
        return ((Claims.Answer.Ours) answer).claim();
    }

    @Test
    void claim_firstTime_isOursFromTheFirstAction() throws IOException {
        assertThat(claim("k").steps()).isZero();
    }

    @Test
    void claim_done_isADuplicateForAsLongAsAMessageCanComeAgain() throws IOException {
        claim("k").done();
        clock.advance(Claims.KEPT.minusSeconds(1));
        assertThat(ask(proof("k", ""))).isEqualTo(DUPLICATE);
        assertThat(notes.members()).containsOnlyKeys("Duplicates");
        clock.advance(Duration.ofSeconds(1));
        claim("k");
    }

    @Test
    void claim_doneUnderAnotherLabel_isAReplay() throws IOException {
        claim(proof("k", "7")).done();
        assertThat(ask(proof("k", "42"))).isEqualTo(REPLAY);
        assertThat(notes.members()).containsOnlyKeys("Replays");
    }

    @Test
    void claim_heldByAnother_waitsForTheEndOfItsLease() throws IOException {
        claim("k");
        clock.advance(Duration.ofSeconds(5));
        assertThat(ask(proof("k", "")))
                .isEqualTo(new Claims.Answer.Held(Duration.ofSeconds(15).plus(Claims.MARGIN)));
    }

    @Test
    void claim_holderCrashed_goesOnWhereItStoppedOnceTheLeaseHasRunOut() throws IOException {
        claim("k").performed(2);
        clock.advance(Duration.ofSeconds(20).plus(Claims.MARGIN));
        assertThat(claim("k").steps()).isEqualTo(2);
    }

    @Test
    void claim_holderCrashed_goesToTheSameProofUnderAnotherLabelToo() throws IOException {
        claim(proof("k", "7")).performed(2);
        clock.advance(Duration.ofSeconds(20).plus(Claims.MARGIN));
        assertThat(claim(proof("k", "42")).steps()).isEqualTo(2);
    }

    @Test
    void claim_released_isFreeAtOnceAndGoesOnWhereItStopped() throws IOException {
        Claim first = claim("k");
        first.performed(1);
        first.release();
        assertThat(claim("k").steps()).isEqualTo(1);
    }

    @Test
    void claim_anotherKey_isNoDuplicate() throws IOException {
        claim("k").done();
        claim("l");
    }

    @Test
    void claim_idWithAnotherBody_isAConflictProcessedUnderItsOwnKeyOnce() throws IOException {
        claim(withId("k", "42", "a")).done();
        claim(withId("l", "42", "b")).done();
        assertThat(notes.members()).containsOnlyKeys("Conflicts");
        assertThat(ask(withId("l", "42", "b"))).isEqualTo(DUPLICATE);
        assertThat(ask(withId("k", "42", "a"))).isEqualTo(DUPLICATE);
    }

    @Test
    void claim_idWithTheSameBodyUnderAnotherProof_isADuplicateWhoseProofIsDoneToo() throws IOException {
        claim(withId("k", "42", "a")).done();
        assertThat(ask(withId("l", "42", "a"))).isEqualTo(DUPLICATE);
        assertThat(ask(withId("l", "43", "a"))).isEqualTo(REPLAY);
    }

    @Test
    void claim_replay_registersNoIdOfAnother() throws IOException {
        claim(withId("k", "7", "a")).done();
        assertThat(ask(withId("k", "42", "a"))).isEqualTo(REPLAY);
        claim(withId("l", "42", "b"));
        assertThat(notes.members()).containsOnlyKeys("Replays");
    }

    @Test
    void claim_idHeldByAnotherProof_waitsAndLeavesItsOwnKeyFree() throws IOException {
        Claim first = claim(withId("k", "42", "a"));
        assertThat(ask(withId("l", "42", "a"))).isEqualTo(new Claims.Answer.Held(LEFT.plus(Claims.MARGIN)));
        first.release();
        claim(withId("l", "42", "a")).done();
        assertThat(ask(withId("k", "42", "a"))).isEqualTo(DUPLICATE);
    }

    @Test
    void claim_endedBetweenTheTwoMarks_isADuplicateAllTheSame() throws IOException {
        Claim first = claim(withId("k", "42", "a"));
        table.setWrites(1);
        first.done();
        table.setWrites(Integer.MAX_VALUE);
        clock.advance(LEFT.plus(Claims.MARGIN));
        assertThat(ask(withId("k", "42", "a"))).isEqualTo(DUPLICATE);
        assertThat(ask(withId("l", "42", "a"))).isEqualTo(DUPLICATE);
    }

    @Test
    void claim_tableDownBeforeTheSecondKey_isAFaultAndTheLeaseRunsOut() throws IOException {
        table.setWrites(1);
        assertThatThrownBy(() -> ask(withId("k", "42", "a"))).hasMessage("the table is down");
        table.setWrites(Integer.MAX_VALUE);
        clock.advance(LEFT.plus(Claims.MARGIN));
        claim(withId("k", "42", "a"));
    }

    @Test
    void claim_textThatWasReadInAnotherWay_isAmbiguousHoweverTheFirstEnded() throws IOException {
        Claim first = claim(new Claimable("k", "", null, new Claimable.Mark("text", "k")));
        Claimable other = new Claimable("l", "", null, new Claimable.Mark("text", "l"));
        assertThat(ask(other)).isEqualTo(new Claims.Answer.Ambiguous());
        first.release();
        clock.advance(Claims.KEPT.minusSeconds(1));
        assertThat(ask(other)).isEqualTo(new Claims.Answer.Ambiguous());
        claim(new Claimable("k", "", null, new Claimable.Mark("text", "k")));
        assertThat(table.entries()).doesNotContainKey("l");
    }

    @Test
    void claim_tableDown_isAFaultByDefault() {
        table.setDown(true);
        assertThatThrownBy(() -> claim("k")).isInstanceOf(IOException.class).hasMessage("the table is down");
    }

    @Test
    void claim_tableDownAndProcessConfigured_isProcessed() throws IOException {
        table.setDown(true);
        Claim claim = ours(ask(new Claims(table, true, clock), proof("k", "")));
        assertThat(claim.steps()).isZero();
        claim.performed(1);
        claim.done();
        claim.release();
    }

    @Test
    void claim_tableDownBeforeTheMark_leavesTheLeaseToRunOut() throws IOException {
        Claim claim = claim("k");
        table.setDown(true);
        claim.done();
        table.setDown(false);
        assertThat(ask(proof("k", ""))).isInstanceOf(Claims.Answer.Held.class);
        clock.advance(Duration.ofSeconds(20).plus(Claims.MARGIN));
        claim("k");
    }

    @Test
    void claim_withoutATable_isAlwaysOurs() throws IOException {
        Claims none = new Claims(null, false, clock);
        ours(ask(none, proof("k", ""))).done();
        assertThat(ours(ask(none, proof("k", ""))).steps()).isZero();
    }
}
