package io.weir.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.core.IntervalFunction;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.action.test.MovableClock;
import io.weir.verify.RefusedException;
import io.weir.worker.action.Mailer;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.guard.Downstreams.Kind;
import io.weir.worker.record.NotAskedException;
import io.weir.worker.record.TimeBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DownstreamsTest {
    /** A downstream of which each call fails as the test says. */
    @FunctionalInterface
    interface Peer {
        String call() throws IOException, PermanentFailureException;
    }

    private final List<String> metrics = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private Exception fault = new IOException("down");
    private int failures = Integer.MAX_VALUE;

    private final Peer real = () -> {
        if (calls.incrementAndGet() > failures) {
            return "answer";
        }
        switch (fault) {
            case IOException e -> throw e;
            case PermanentFailureException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new AssertionError(fault);
        }
    };

    private final Downstreams downstreams = new Downstreams(
            (name, metric, value) -> metrics.add(name + " " + metric + " " + value),
            IntervalFunction.of(Duration.ofMillis(1)),
            Duration.ofMillis(50),
            Clock.systemUTC());

    private Peer guarded(Kind kind) {
        Guard guard = downstreams.guard(kind, "peer");
        return () -> guard.call(real::call);
    }

    private static void fail(Peer peer, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(peer::call).isInstanceOf(IOException.class);
        }
    }

    @Test
    void call_passingFault_isRepeatedAndCounted() throws Exception {
        failures = 2;
        assertThat(guarded(Kind.BUCKET).call()).isEqualTo("answer");
        assertThat(metrics).containsExactly("peer Faults 1", "peer Retries 1", "peer Faults 1", "peer Retries 1");
    }

    @Test
    void call_lastingFault_isThrownAsItIsAfterSoManyAttempts() {
        assertThatThrownBy(guarded(Kind.BUCKET)::call).isSameAs(fault);
        assertThat(calls).hasValue(3);
    }

    @Test
    void call_mail_isNeverRepeatedHere() {
        assertThatThrownBy(guarded(Kind.MAIL)::call).isSameAs(fault);
        assertThat(calls).hasValue(1);
    }

    @Test
    void call_littleTimeLeft_isNotRepeated() throws Exception {
        TimeBudget.within(
                () -> Duration.ofSeconds(2),
                () -> assertThatThrownBy(guarded(Kind.BUCKET)::call).isSameAs(fault));
        assertThat(calls).hasValue(1);
        TimeBudget.within(
                () -> Duration.ofSeconds(3),
                () -> assertThatThrownBy(guarded(Kind.BUCKET)::call).isSameAs(fault));
        assertThat(calls).hasValue(4);
    }

    @Test
    void call_peerAsksForALongerWait_isNotRepeatedAndTheWaitIsKept() {
        fault = new RetryLaterException("429", Duration.ofMinutes(7));
        assertThatThrownBy(guarded(Kind.BUCKET)::call).isSameAs(fault);
        assertThat(calls).hasValue(1);
    }

    @Test
    void call_manyFaults_openTheBreakerAndAskNoMoreUntilItsWaitIsOver() throws Exception {
        Peer peer = guarded(Kind.MAIL);
        fail(peer, 10);
        assertThat(metrics).contains("peer BreakerOpen 1");

        assertThatThrownBy(peer::call)
                .isInstanceOfSatisfying(
                        NotAskedException.class,
                        e -> assertThat(e.notBefore()).isBetween(Duration.ZERO, Duration.ofMillis(75)))
                .hasMessageEndingWith("peer is open: IOException: down");
        assertThat(calls).hasValue(10);

        failures = 0;
        Awaitility.await().untilAsserted(() -> assertThat(peer.call()).isEqualTo("answer"));
        peer.call();
        peer.call();
        assertThat(metrics).endsWith("peer BreakerOpen 0");
    }

    @Test
    void call_stillDownWhenTried_opensAgain() {
        Peer peer = guarded(Kind.MAIL);
        fail(peer, 10);
        Awaitility.await().untilAsserted(() -> {
            assertThatThrownBy(peer::call).isInstanceOf(IOException.class);
            assertThat(metrics.stream().filter("peer BreakerOpen 1"::equals)).hasSizeGreaterThan(1);
        });
        assertThat(metrics).doesNotContain("peer BreakerOpen 0");
    }

    /** What opens is told once; the alarm must last as long as it is open. */
    @Test
    void openNow_breakerThatIsStillOpen_isNamedOnceAMinuteUntilItCloses() throws Exception {
        MovableClock clock = new MovableClock(Instant.parse("2026-03-04T12:00:00Z"));
        Downstreams timed = new Downstreams((name, metric, value) -> {}, Duration.ofMillis(1), clock);
        Guard up = timed.guard(Kind.MAIL, "up");
        Guard down = timed.guard(Kind.MAIL, "down");
        assertThat(up.call(() -> "answer")).isEqualTo("answer");
        fail(() -> down.call(real::call), 10);

        assertThat(timed.openNow()).containsExactly("down");
        clock.advance(Duration.ofSeconds(59));
        assertThat(timed.openNow()).as("within the minute").isEmpty();
        fail(() -> down.call(real::call), 1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(timed.openNow()).as("half open is not closed").containsExactly("down");

        clock.advance(Duration.ofMinutes(1));
        failures = 0;
        for (int i = 0; i < 3; i++) {
            down.call(real::call);
        }
        assertThat(timed.openNow()).as("closed").isEmpty();
    }

    /** Nothing closes it, and a process may live for hours: it would be told of though the downstream is well again. */
    @Test
    void openNow_breakerThatNobodyAsksAnyMore_isForgotten() {
        MovableClock clock = new MovableClock(Instant.parse("2026-03-04T12:00:00Z"));
        Downstreams timed = new Downstreams((name, metric, value) -> {}, Duration.ofMillis(1), clock);
        Guard down = timed.guard(Kind.MAIL, "down");
        fail(() -> down.call(real::call), 10);
        clock.advance(Duration.ofMinutes(10));
        assertThat(timed.openNow()).containsExactly("down");
        clock.advance(Duration.ofMinutes(1));
        assertThat(timed.openNow()).isEmpty();
    }

    @Test
    void call_answerThatIsNoFault_opensNothing() {
        fault = new PermanentFailureException("404");
        Peer peer = guarded(Kind.HTTP);
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(peer::call).isSameAs(fault);
        }
        assertThat(calls).hasValue(30);
        assertThat(metrics).isEmpty();
    }

    @Test
    void call_refusal_isAnAnswerThatOpensNothingAndIsNotRepeated() {
        fault = new RefusedException("the request is malformed");
        Peer peer = guarded(Kind.TABLE);
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(peer::call).isSameAs(fault);
        }
        assertThat(calls).hasValue(30);
        assertThat(metrics).isEmpty();
    }

    @Test
    void call_uncheckedException_countsAsAFaultButIsNotRepeated() {
        fault = new IllegalStateException("bug");
        Peer peer = guarded(Kind.BUCKET);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(peer::call).isSameAs(fault);
        }
        assertThat(calls).hasValue(10);
        assertThatThrownBy(peer::call).isInstanceOf(NotAskedException.class);
    }

    @Test
    void name_ofABucketWhoseBreakerIsOpen_isKnown() {
        InMemoryBucket bucket = new InMemoryBucket();
        bucket.setDown(true);
        GuardedBucket guarded = new GuardedBucket(bucket, downstreams.guard(Kind.BUCKET, "bucket"));
        for (int i = 0; i < 11; i++) {
            assertThatThrownBy(() -> guarded.get("key")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> guarded.get("key")).isInstanceOf(NotAskedException.class);
        assertThat(guarded.name()).isEqualTo("bucket");
    }

    @Test
    void guard_eachTargetHasABreakerOfItsOwn() throws Exception {
        List<String> sent = new ArrayList<>();
        Mailer up = new GuardedMailer((subject, text) -> sent.add(subject), downstreams.guard(Kind.MAIL, "up"));
        fail(guarded(Kind.MAIL), 11);
        up.send("still", "here");
        assertThat(sent).containsExactly("still");
    }
}
