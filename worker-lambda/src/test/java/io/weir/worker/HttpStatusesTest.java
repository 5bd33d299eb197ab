package io.weir.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.weir.action.Action;
import io.weir.action.RetryLaterException;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.json.Json;
import io.weir.verify.secret.SecretSet;
import io.weir.worker.action.HttpProvider;
import io.weir.worker.guard.Downstreams;
import io.weir.worker.guard.GuardedHttpSender;
import io.weir.worker.http.PinnedHttpSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The action {@code http} with its guard and a receiver that answers over HTTP. */
class HttpStatusesTest {
    /** More than a breaker needs to open. */
    private static final int MANY = 25;

    private final List<String> metrics = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("retry-after", "7");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Action action() throws Exception {
        Downstreams downstreams =
                new Downstreams((name, metric, value) -> metrics.add(metric), Duration.ofMillis(1), Clock.systemUTC());
        HttpProvider provider = new HttpProvider(
                (name, sender) -> new GuardedHttpSender(sender, downstreams.guard(Downstreams.Kind.HTTP, name)),
                allowed -> new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowed, Clock.systemUTC()),
                (reference, fresh) -> SecretSet.fixed("0123456789abcdef0123456789abcdef".getBytes(UTF_8)),
                Clock.systemUTC());
        return provider.create(new ConfigValue(
                "test",
                Json.read("{\"url\": \"http://127.0.0.1:" + server.getAddress().getPort()
                        + "/\", \"secret\": \"env:OUT\", \"allowPrivate\": [\"127.0.0.0/8\"]}")));
    }

    private static Throwable performed(Action action) {
        return catchThrowable(() -> action.perform(Events.webhook("1", "a")));
    }

    private static Duration atMost(Throwable fault) {
        assertThat(fault).isInstanceOf(RetryLaterException.class);
        return RetryLaterException.atMost(fault);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410, 413, 415, 422})
    void perform_refusedOverAndOver_keepsTheBreakerClosedAndIsTakenAsSoonAsTheReceiverTakesIt(int answer)
            throws Exception {
        Action action = action();
        status = answer;
        for (int i = 0; i < MANY; i++) {
            Throwable fault = performed(action);
            assertThat(atMost(fault)).isEqualTo(Duration.ofHours(1));
            assertThat(RetryLaterException.notBefore(fault)).isEqualTo(Duration.ofSeconds(7));
        }
        status = 200;
        assertThat(performed(action)).isNull();
        assertThat(metrics).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 409, 425})
    void perform_notYetOrElsewhere_isRetriedLikeAFaultAndKeepsTheBreakerClosed(int answer) throws Exception {
        Action action = action();
        status = answer;
        for (int i = 0; i < MANY; i++) {
            Throwable fault = performed(action);
            assertThat(atMost(fault)).isNull();
            assertThat(RetryLaterException.notBefore(fault)).isEqualTo(Duration.ofSeconds(7));
        }
        status = 200;
        assertThat(performed(action)).isNull();
        assertThat(metrics).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 429, 500, 501, 502, 503, 504, 507, 529})
    void perform_faultOfTheHost_isRetriedAndCounts(int answer) throws Exception {
        Action action = action();
        status = answer;
        Throwable fault = performed(action);
        assertThat(atMost(fault)).isNull();
        assertThat(RetryLaterException.notBefore(fault)).isEqualTo(Duration.ofSeconds(7));
        assertThat(metrics).containsExactly("Faults");
    }

    @Test
    void perform_faultsOfTheHostOverAndOver_openTheBreaker() throws Exception {
        Action action = action();
        status = 503;
        for (int i = 0; i < MANY; i++) {
            performed(action);
        }
        status = 200;
        assertThat(performed(action)).hasMessageContaining("circuit breaker");
        assertThat(metrics).contains("BreakerOpen");
    }

    @Test
    void perform_nobodyListens_countsAndIsRetriedAsLongAsAnyFault() throws Exception {
        Action action = action();
        server.stop(0);
        assertThat(performed(action))
                .isInstanceOf(IOException.class)
                .satisfies(
                        fault -> assertThat(RetryLaterException.atMost(fault)).isNull());
        assertThat(metrics).containsExactly("Faults");
    }
}
