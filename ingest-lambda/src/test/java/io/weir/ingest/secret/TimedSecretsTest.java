package io.weir.ingest.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimedSecretsTest {
    private static final SecretReference STORED =
            new SecretReference.SecretsManagerSecret("arn:aws:secretsmanager:eu-central-1:123456789012:secret:x");
    private static final SecretSet SECRET = SecretSet.fixed("secret".getBytes(UTF_8));

    private long now;
    private int reads;
    private @Nullable IOException fault;
    private @Nullable Thread reader;

    private TimedSecrets timed(Duration limit) {
        return new TimedSecrets(
                (reference, fresh) -> {
                    reads++;
                    reader = Thread.currentThread();
                    if (fault != null) {
                        throw fault;
                    }
                    return SECRET;
                },
                limit,
                () -> now);
    }

    @Test
    void storeThatHangs_isWaitedForNoLongerThanTheLimit() {
        CountDownLatch never = new CountDownLatch(1);
        TimedSecrets timed = new TimedSecrets(
                (reference, fresh) -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return SECRET;
                },
                Duration.ofMillis(20));
        assertThatThrownBy(() -> timed.get(STORED, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not read within");
        never.countDown();
    }

    @Test
    void storeThatIsDown_isAskedAgainOnlyAfterAWhile() throws Exception {
        TimedSecrets timed = timed(Duration.ofSeconds(5));
        fault = new IOException("down");
        assertThatThrownBy(() -> timed.get(STORED, false)).isInstanceOf(IOException.class);
        now += Secrets.REFRESH_INTERVAL.toNanos() - 1;
        assertThatThrownBy(() -> timed.get(STORED, false)).hasMessageContaining("a moment ago");
        assertThat(reads).isEqualTo(1);
        fault = null;
        now++;
        assertThat(timed.get(STORED, false)).isSameAs(SECRET);
        assertThat(timed.get(STORED, false)).isSameAs(SECRET);
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void refusal_staysOne() {
        fault = new RefusedException("denied");
        assertThatThrownBy(() -> timed(Duration.ofSeconds(5)).get(STORED, false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("denied");
    }

    @Test
    void secretThatIsNear_isReadByTheRequestItself() throws Exception {
        timed(Duration.ofSeconds(5)).get(new SecretReference.EnvironmentSecret("X"), false);
        assertThat(reader).isSameAs(Thread.currentThread());
    }
}
