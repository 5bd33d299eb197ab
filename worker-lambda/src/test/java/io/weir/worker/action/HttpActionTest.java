package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.standardwebhooks.Webhook;
import io.weir.action.Action;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
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
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private record Request(URI url, Map<String, String> headers, byte[] body, Duration timeout) {}

    private final List<Request> requests = new ArrayList<>();
    private final List<String> guarded = new ArrayList<>();
    private IOException fault;
    private IOException secretsFault;

    private final HttpProvider provider = new HttpProvider(
            (name, sender) -> {
                guarded.add(name);
                return sender;
            },
            allowPrivate -> this::post,
            (reference, fresh) -> {
                if (secretsFault != null) {
                    throw secretsFault;
                }
                return SecretSet.fixed(SECRET.getBytes(UTF_8));
            },
            Clock.systemUTC());

    private int post(URI url, Map<String, String> headers, byte[] body, Duration timeout) throws IOException {
        requests.add(new Request(url, headers, body, timeout));
        if (fault != null) {
            throw fault;
        }
        return 200;
    }

    private static ConfigValue options(String json) throws JsonException {
        return new ConfigValue("/s/actions/0/http", Json.read(json));
    }

    private Action configured() throws JsonException {
        return provider.create(options("{\"url\": \"https://receiver.example/in\", \"secret\": \"env:OUT\"}"));
    }

    private Action configured(String permanentAfter) throws JsonException {
        return provider.create(options("{\"url\": \"https://receiver.example/in\", \"secret\": \"env:OUT\", "
                + "\"permanentAfter\": \"" + permanentAfter + "\"}"));
    }

    /** What the action makes of an answer that asks to come again in a minute. */
    private RetryLaterException answered(int status, Action action) {
        fault = new HttpAnswerException("receiver.example", status, MINUTE);
        return catchThrowableOfType(RetryLaterException.class, () -> action.perform(Events.webhook("1", "a")));
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
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 409, 425})
    void perform_redirectConflictOrTooEarly_isRetriedLikeAFaultEvenWithoutTimeForRefusals(int status) throws Exception {
        for (Action action : List.of(configured(), configured("PT0S"))) {
            RetryLaterException later = answered(status, action);
            assertThat(later).hasMessage("receiver.example answered " + status);
            assertThat(later.atMost()).isNull();
            assertThat(later.notBefore()).isEqualTo(MINUTE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {101, 400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 418, 422, 423, 426, 428, 431, 451})
    void perform_refusal_isRepeatedForAnHourAndThatIsAnOption(int status) throws Exception {
        RetryLaterException later = answered(status, configured());
        assertThat(later).hasMessage("receiver.example answered " + status);
        assertThat(later.atMost()).isEqualTo(Duration.ofHours(1));
        assertThat(later.notBefore()).isEqualTo(MINUTE);
        assertThat(answered(status, configured("P14D")).atMost()).isEqualTo(Duration.ofDays(14));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410})
    void perform_refusalWithoutTimeForIt_isPermanentAtOnce(int status) {
        fault = new HttpAnswerException("receiver.example", status, MINUTE);
        assertThatThrownBy(() -> configured("PT0S").perform(Events.webhook("1", "a")))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage("receiver.example answered " + status);
    }

    /** A name can get another address. */
    @Test
    void perform_addressThatIsNotPublic_isARefusal() throws Exception {
        fault = new RefusedException("receiver.example has an address that is not public");
        assertThatThrownBy(() -> configured().perform(Events.webhook("1", "a")))
                .hasMessage(fault.getMessage())
                .satisfies(e -> assertThat(RetryLaterException.atMost(e)).isEqualTo(Duration.ofHours(1)));
        assertThatThrownBy(() -> configured("PT0S").perform(Events.webhook("1", "a")))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage(fault.getMessage());
    }

    @Test
    void perform_refusedAndThenTaken_isDone() throws Exception {
        Action action = configured();
        assertThat(answered(404, action)).isNotNull();
        fault = null;
        assertThatCode(() -> action.perform(Events.webhook("1", "a"))).doesNotThrowAnyException();
        assertThat(requests).hasSize(2);
    }

    /** The store of secrets has no part in what the receiver refuses. */
    @Test
    void perform_secretRefused_isRetriedLikeAnyFault() {
        secretsFault = new RefusedException("access denied");
        assertThatThrownBy(() -> configured("PT0S").perform(Events.webhook("1", "a")))
                .isSameAs(secretsFault);
        assertThat(requests).isEmpty();
    }

    @Test
    void perform_comeLater_keepsTheWait() {
        fault = new RetryLaterException("503", Duration.ofMinutes(2));
        assertThatThrownBy(() -> configured().perform(Events.webhook("1", "a"))).isSameAs(fault);
    }

    @Test
    void perform_secretStoreDown_isRetriedAndNothingIsSentUnsigned() {
        secretsFault = new IOException("the store is down");
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
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"concurrency\": 0}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"concurrency\": 257}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"concurrency\": 1.5}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"concurrency\": \"many\"}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"allowPrivate\": [\"x\"]}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"permanentAfter\": \"-PT1S\"}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"permanentAfter\": \"1h\"}",
                "{\"url\": \"https://x/\", \"secret\": \"env:OUT\", \"permanentAfter\": \"P14DT1S\"}",
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
