package io.weir.worker.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.SecretReference;
import io.weir.worker.kit.MovableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedSecretsTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    void get_cachedSecrets_areReadAgainAfterMinutesOrAMismatchButNotAtEachMismatch() throws Exception {
        List<Instant> readAt = new ArrayList<>();
        MovableClock clock = new MovableClock(NOW);
        CachedSecrets cached = new CachedSecrets(
                (reference, fresh) -> {
                    readAt.add(clock.instant());
                    return List.of(new byte[] {1});
                },
                clock);
        SecretReference reference = new SecretReference.EnvironmentSecret("X");

        cached.get(reference, false);
        cached.get(reference, true);
        clock.advance(CachedSecrets.REFRESH_INTERVAL);
        cached.get(reference, true);
        cached.get(reference, true);
        clock.advance(CachedSecrets.KEPT);
        cached.get(reference, false);

        assertThat(readAt).hasSize(3);
    }
}
