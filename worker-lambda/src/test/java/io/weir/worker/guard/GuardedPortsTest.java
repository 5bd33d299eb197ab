package io.weir.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.resilience4j.core.IntervalFunction;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.secret.Secrets;
import io.weir.worker.action.EventBus;
import io.weir.worker.action.HttpSender;
import io.weir.worker.action.Mailer;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.guard.Downstreams.Kind;
import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of every port that asks a downstream does so behind its guard. */
class GuardedPortsTest {
    private final List<String> metrics = new ArrayList<>();
    private final Downstreams downstreams = new Downstreams(
            (name, metric, value) -> metrics.add(metric),
            IntervalFunction.of(1),
            Duration.ofSeconds(1),
            Clock.systemUTC());

    private static <T> Arguments port(Class<T> type, BiFunction<T, Guard, T> guarded) {
        return Arguments.of(type, guarded);
    }

    static Stream<Arguments> ports() {
        return Stream.of(
                port(Bucket.class, GuardedBucket::new),
                port(Mailer.class, GuardedMailer::new),
                port(EventBus.class, GuardedEventBus::new),
                port(HttpSender.class, GuardedHttpSender::new),
                port(ClaimTable.class, GuardedClaimTable::new),
                port(Secrets.class, (secrets, guard) -> new GuardedSecrets(secrets, reference -> guard)),
                port(Subscriptions.class, GuardedSubscriptions::new));
    }

    @ParameterizedTest
    @MethodSource("ports")
    <T> void anyMethod_ofADownstreamThatIsDown_countsItsFault(Class<T> type, BiFunction<T, Guard, T> guarded)
            throws Exception {
        IOException down = new IOException("down");
        T real =
                type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, all) -> {
                    throw down;
                }));
        for (Method method : type.getMethods()) {
            if (method.getName().equals("name")) {
                continue; // known without asking anyone
            }
            metrics.clear();
            T port = guarded.apply(real, downstreams.guard(Kind.MAIL, "peer"));
            assertThat(catchThrowable(() -> method.invoke(port, nothing(method))))
                    .hasCause(down);
            assertThat(metrics).as(method.toString()).containsExactly("Faults");
        }
    }

    /** A call that gets no further than the proxy needs no real parameters. */
    private static Object[] nothing(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(GuardedPortsTest::nothing)
                .toArray();
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == SecretReference.class ? new SecretReference.EnvironmentSecret("X") : null;
    }
}
