package io.weir.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.action.test.MovableClock;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CachedSecretsTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final SecretReference REFERENCE =
            new SecretReference.SecretsManagerSecret("arn:aws:secretsmanager:eu-west-1:123456789012:secret:s");

    private final MovableClock clock = new MovableClock(NOW);
    private final List<Instant> reads = new ArrayList<>();
    private SecretSet held = SecretSet.fixed(new byte[] {1});
    private IOException fault;

    private final CachedSecrets cached = new CachedSecrets(
            (reference, fresh) -> {
                reads.add(clock.instant());
                if (fault != null) {
                    throw fault;
                }
                return held;
            },
            clock);

    private static SecretSet secret(String text, Instant unchangedSince) {
        return SecretSet.of(List.of(text.getBytes(UTF_8)), unchangedSince);
    }

    @Test
    void get_cachedSecrets_areReadAgainAfterMinutesOrAMismatchButNotAtEachMismatch() throws Exception {
        cached.get(REFERENCE, false);
        cached.get(REFERENCE, true);
        clock.advance(CachedSecrets.REFRESH_INTERVAL);
        cached.get(REFERENCE, true);
        cached.get(REFERENCE, true);
        clock.advance(CachedSecrets.KEPT);
        cached.get(REFERENCE, false);

        assertThat(reads).hasSize(3);
    }

    @Test
    void get_fileAfterAMismatch_isReadEachTime() throws Exception {
        SecretReference file = new SecretReference.FileSecret("s");
        cached.get(file, false);
        cached.get(file, false);
        assertThat(reads).hasSize(1);
        cached.get(file, true);
        cached.get(file, true);
        assertThat(reads).hasSize(3);
    }

    @Test
    void get_secrets_saySinceWhenTheyAreKnown() throws Exception {
        held = secret("a", NOW.minusSeconds(60));
        SecretSet first = cached.get(REFERENCE, false);
        clock.advance(Duration.ofSeconds(5));

        assertThat(first.readAt()).isEqualTo(NOW);
        assertThat(first.unchangedSince()).isEqualTo(NOW.minusSeconds(60));
        assertThat(cached.get(REFERENCE, true)).isSameAs(first);
    }

    @Test
    void get_secretsSeenToChange_areKnownOnlySinceThen() throws Exception {
        held = secret("a", NOW.minusSeconds(60));
        cached.get(REFERENCE, false);
        clock.advance(Duration.ofSeconds(20));
        held = secret("b", NOW.minusSeconds(600)); // a file that kept its time, or a version that was taken back
        assertThat(cached.get(REFERENCE, true).unchangedSince()).isEqualTo(clock.instant());

        clock.advance(Duration.ofSeconds(20));
        assertThat(cached.get(REFERENCE, true).unchangedSince()).isEqualTo(NOW.plusSeconds(20));
        assertThat(cached.get(REFERENCE, true).readAt()).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void get_noSuchSecret_isRememberedForSecondsAlsoWhenItIsAskedForAnew() throws Exception {
        fault = new RefusedException("no such secret");
        for (boolean fresh : new boolean[] {false, true, false}) {
            assertThatThrownBy(() -> cached.get(REFERENCE, fresh))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("no such secret");
        }
        assertThat(reads).hasSize(1);

        clock.advance(CachedSecrets.REFRESH_INTERVAL);
        fault = null;
        assertThat(cached.get(REFERENCE, false).current()).containsExactly(1);
    }

    @Test
    void get_secretThatIsRefusedAtAFreshLook_isStillKnownUntilItsTimeIsOver() throws Exception {
        cached.get(REFERENCE, false);
        clock.advance(Duration.ofMinutes(1));
        fault = new RefusedException("access denied");

        assertThatThrownBy(() -> cached.get(REFERENCE, true)).isInstanceOf(RefusedException.class);
        assertThat(cached.get(REFERENCE, false).current()).containsExactly(1);
    }

    @Test
    void get_storeDown_isNotRemembered() {
        fault = new IOException("down");
        assertThatThrownBy(() -> cached.get(REFERENCE, false)).hasMessage("down");
        assertThatThrownBy(() -> cached.get(REFERENCE, false)).hasMessage("down");
        assertThat(reads).hasSize(2);
    }

    @Test
    void get_interruptedWhileAnotherReads_endsAtOnce() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CachedSecrets slow = new CachedSecrets(
                (reference, fresh) -> {
                    reading.countDown();
                    awaitUninterrupted(end);
                    return held;
                },
                clock);
        Thread reader = Thread.ofVirtual().start(() -> getQuietly(slow, new AtomicReference<>()));
        reading.await();
        AtomicReference<Exception> ended = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> getQuietly(slow, ended));
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        waiting.interrupt();
        waiting.join(Duration.ofSeconds(10));
        assertThat(ended.get()).isInstanceOf(IOException.class).hasMessage("no time left to wait for the secret");

        end.countDown();
        reader.join();
    }

    private static void getQuietly(CachedSecrets secrets, AtomicReference<Exception> ended) {
        try {
            secrets.get(REFERENCE, false);
        } catch (IOException e) {
            ended.set(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
