package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.RetryLaterException;
import io.weir.action.test.MovableClock;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.CachedSecrets;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A secret changes while requests are on their way. */
class RotationTest extends SignatureVerifierSetup {
    private final MovableClock clock = new MovableClock(NOW);
    private final Source source = Source.ofSecret(
            "s",
            Presets.scheme("github"),
            new SecretReference.SecretsManagerSecret("arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"));
    private SecretSet held = secret("old", NOW.minus(Duration.ofDays(30)));
    private final SignatureVerifier rotating =
            new SignatureVerifier(new CachedSecrets((reference, fresh) -> held, clock));

    private static SecretSet secret(String text, Instant unchangedSince) {
        return SecretSet.of(List.of(text.getBytes(UTF_8)), unchangedSince);
    }

    private ReceivedRequest received(String secret) {
        byte[] body = secret.getBytes(UTF_8);
        return new ReceivedRequest("s", clock.instant(), "POST", URL, signed(source, body, secret, NOW), body);
    }

    private Verification verify(ReceivedRequest request) {
        return rotating.verify(request, source);
    }

    private static void assertUndecided(Verification verification, Duration wait) {
        assertThat(verification).isInstanceOf(Verification.Undecided.class);
        Verification.Undecided undecided = (Verification.Undecided) verification;
        assertThat(undecided.reason()).isEqualTo(Reason.SECRET);
        assertThat(RetryLaterException.notBefore(undecided.fault())).isEqualTo(wait);
    }

    @Test
    void verify_forgery_isRejectedOnceTheSecretsWereReadAfterItCame() {
        assertRejected(verify(received("forged")), Reason.SIGNATURE);

        clock.advance(Duration.ofSeconds(3));
        ReceivedRequest second = received("forged");
        assertUndecided(verify(second), Secrets.REFRESH_INTERVAL);

        clock.advance(Secrets.REFRESH_INTERVAL);
        assertRejected(verify(second), Reason.SIGNATURE);
    }

    @Test
    void verify_secretRotatedRightAfterAForgerysFreshLook_rejectsNothingThatIsGenuine() {
        assertRejected(verify(received("forged")), Reason.SIGNATURE);
        clock.advance(Duration.ofSeconds(1));
        held = secret("new", clock.instant());
        clock.advance(Duration.ofSeconds(4));
        ReceivedRequest genuine = received("new");

        assertUndecided(verify(genuine), Secrets.REFRESH_INTERVAL);
        clock.advance(Secrets.REFRESH_INTERVAL);
        assertThat(verify(genuine)).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_redrivenRequestWhoseSecretWasRotatedAway_isUndecided() {
        ReceivedRequest request = received("old");
        clock.advance(Duration.ofDays(7));
        held = secret("new", clock.instant().minus(Duration.ofDays(1)));

        assertUndecided(verify(request), Duration.ZERO);
        assertRejected(verify(received("old")), Reason.SIGNATURE);
    }
}
