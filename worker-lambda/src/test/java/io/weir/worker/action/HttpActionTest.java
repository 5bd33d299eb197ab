package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.weir.action.Action;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.secret.SecretSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpActionTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private record Request(URI url, Map<String, String> headers, byte[] body, Duration timeout) {}

    private final List<Request> requests = new ArrayList<>();
    private final List<String> guarded = new ArrayList<>();
    private int status = 200;
    private IOException fault;
    private boolean secretsDown;

    private final HttpProvider provider = new HttpProvider(
            (name, sender) -> {
                guarded.add(name);
                return sender;
            },
            allowPrivate -> this::post,
            (reference, fresh) -> {
                if (secretsDown) {
                    throw new IOException("the store is down");
                }
                return SecretSet.fixed(SECRET.getBytes(UTF_8));
            },
            Clock.systemUTC());

    private int post(URI url, Map<String, String> headers, byte[] body, Duration timeout) throws IOException {
        requests.add(new Request(url, headers, body, timeout));
        if (fault != null) {
            throw fault;
        }
        return status;
    }

    private static ConfigValue options(String json) throws JsonException {
        return new ConfigValue("/s/actions/0/http", Json.read(json));
    }

    private Action configured() throws JsonException {
        return provider.create(options("{\"url\": \"https://receiver.example/in\", \"secret\": \"env:OUT\"}"));
    }

    /** The library of the specification is the receiver. */
    private static void verify(Request request) throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        new Webhook(SECRET).verify(new String(request.body(), UTF_8), HttpHeaders.of(headers, (name, value) -> true));
    }

    @Test
    void perform_anyEvent_isSignedAnewSoThatTheSpecificationsOwnLibraryAcceptsIt() throws Exception {
        configured().perform(Events.webhook("id/1 é", "{\"a\":1}"));

        Request request = requests.getFirst();
        assertThatCode(() -> verify(request)).doesNotThrowAnyException();
        assertThat(request.headers())
                .containsEntry("webhook-id", "shop%2Fid%2F1%20%C3%A9")
                .containsEntry("content-type", "application/json")
                .containsEntry("weir-source", "shop")
                .doesNotContainKey("x-shopify-topic");
        assertThat(Json.read(request.headers().get("weir-event")))
                .isEqualTo(Map.of("id", "id/1 é", "idSigned", false, "type", "orders/create", "typeSigned", false));
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(guarded).containsExactly("http:receiver.example");
    }

    @Test
    void perform_sameEventAgain_hasTheSameIdSoThatTheReceiverCanTell() throws Exception {
        configured().perform(Events.webhook("1", "a"));
        configured().perform(Events.webhook("1", "a"));
        assertThat(requests.get(0).headers().get("webhook-id"))
                .isEqualTo(requests.get(1).headers().get("webhook-id"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 403, 404, 410, 422})
    void perform_redirectOrRefusal_isPermanent(int answer) {
        status = answer;
        assertThatThrownBy(() -> configured().perform(Events.webhook("1", "a")))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage("receiver.example answered " + answer);
    }

    @Test
    void perform_comeLater_keepsTheWait() {
        fault = new RetryLaterException("503", Duration.ofMinutes(2));
        assertThatThrownBy(() -> configured().perform(Events.webhook("1", "a"))).isSameAs(fault);
    }

    @Test
    void perform_secretStoreDown_isRetriedAndNothingIsSentUnsigned() {
        secretsDown = true;
        assertThatThrownBy(() -> configured().perform(Events.webhook("1", "a"))).isInstanceOf(IOException.class);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": \"https://x/\"}",
                "{\"secret\": \"env:OUT\"}",
                "{\"url\": \"ftp://x/\", \"secret\": \"env:OUT\"}",
                "{\"url\": \"/in\", \"secret\": \"env:OUT\"}",
                "{\"url\": \"https://user:pw@x/\", \"secret\": \"env:OUT\"}",
                "{\"url\": \"https://x/#f\", \"secret\": \"env:OUT\"}",
                "{\"url\": \"https://x y/\", \"secret\": \"env:OUT\"}",
                "{\"url\": \"https://x/\", \"secret\": \"plain\"}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"timeout\": \"PT2M\"}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"allowPrivate\": [\"x\"]}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"follow\": true}"
            })
    void create_wrongOptions_saysWhere(String options) {
        assertThatThrownBy(() -> provider.create(options(options)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s/actions/0/http");
    }

    @Test
    void perform_idAndTypeOfAnyLength_fitTheHeadersThatServersTake() throws Exception {
        configured()
                .perform(Events.webhook()
                        .id("é".repeat(10_000))
                        .type("t".repeat(10_000))
                        .build());
        verify(requests.getFirst());
        int bytes = requests.getFirst().headers().entrySet().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        assertThat(bytes).isLessThan(4096);
    }
}
