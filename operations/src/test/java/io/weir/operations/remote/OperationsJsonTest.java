package io.weir.operations.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Page;
import io.weir.operations.Purged;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Tally;
import io.weir.operations.Target;
import io.weir.operations.kit.FakeSubject;
import io.weir.operations.kit.Statuses;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsJsonTest {
    private static final Instant AT = Instant.parse("2026-03-06T19:31:32.895Z");

    private static RequestSummary summary() {
        return new RequestSummary(
                "01J0",
                "orders",
                "evt-1",
                "order.paid",
                AT,
                State.RETRYING,
                "action-http",
                "503",
                AT,
                2,
                true,
                11,
                "01H0",
                AT);
    }

    static Stream<Record> records() {
        AttemptSummary attempt = FakeSubject.attempt(State.DEAD, AT);
        return Stream.of(
                Filter.ALL,
                new Filter(
                        Set.of(State.DEAD, State.DONE),
                        Set.of("a", "b"),
                        "action-*",
                        AT,
                        AT,
                        List.of("x"),
                        "t",
                        "\"\u001b["),
                summary(),
                attempt,
                FakeSubject.attempt(State.RETRYING, AT),
                Statuses.healthy(),
                Statuses.troubled(),
                new Group(State.DEAD, "orders", null, null, 3_000_000_000L, AT, AT),
                new Page(List.of(summary()), "cursor", AT),
                new Page(List.of(), null, null),
                new RequestLife(summary(), List.of(attempt), RequestLife.Body.GONE, null, List.of("01K0")),
                new RequestEvent("7", summary(), null),
                new RequestEvent("7", summary(), attempt),
                new Tally(1, 2, true, List.of(new Tally.Problem("01J0", "why")), List.of("01K0")),
                new Purged(Map.of("queue", 2L), List.of("mails")),
                new Target("data folder", null));
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachRecord_isTheSameAfterJsonAndBack(Record value) throws Exception {
        String line = OperationsJson.line(value);
        assertThat(line).doesNotContain("\n", "\u001b");
        assertThat(OperationsJson.read(value.getClass(), Json.read(line))).isEqualTo(value);
    }

    @Test
    void members_haveStableNames() {
        assertThat(OperationsJson.line(FakeSubject.attempt(State.DEAD, AT)))
                .isEqualTo(
                        "{\"at\":\"2026-03-06T19:31:32.895Z\",\"outcome\":\"Dead\",\"note\":null,\"reason\":\"action-http\","
                                + "\"detail\":\"the target answered 500\",\"exception\":null,\"durationMs\":52,\"nextAt\":null,"
                                + "\"steps\":[{\"action\":\"http\",\"isDone\":false,\"durationMs\":41}]}");
        assertThat(OperationsJson.line(summary()))
                .startsWith("{\"id\":\"01J0\",\"source\":\"orders\",\"senderId\":\"evt-1\",\"type\":\"order.paid\",")
                .contains("\"state\":\"retrying\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[31m", "\u202eevil", "\u0085", "\u007f", "\ud800", "\u2028", "\ud83d\ude00 \u00fc"})
    void aLine_withAnyCharacter_isOneLineThatMovesNothing_andReadsBack(String odd) throws Exception {
        Tally.Problem problem = new Tally.Problem("01J0", "a" + odd + "b");
        String line = OperationsJson.line(problem);
        assertThat(line.codePoints().map(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR);
        assertThat(OperationsJson.read(Tally.Problem.class, Json.read(line))).isEqualTo(problem);
    }

    @Test
    void whatIsNotKnown_isPassedOver_andWhatIsMissingIsNamed() throws Exception {
        assertThat(OperationsJson.read(Target.class, Json.read("{\"text\":\"a\",\"more\":[1]}")))
                .isEqualTo(new Target("a", null));
        for (String odd : new String[] {"{}", "{\"text\":null}", "{\"text\":7}", "[]", "null"}) {
            assertThatThrownBy(() -> OperationsJson.read(Target.class, Json.read(odd)))
                    .isInstanceOf(JsonException.class)
                    .hasMessageStartingWith("Target");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"states\":[\"no\"],\"sources\":[],\"ids\":[]}",
                "{\"states\":[null],\"sources\":[],\"ids\":[]}",
                "{\"states\":\"dead\",\"sources\":[],\"ids\":[]}",
                "{\"states\":[],\"sources\":[7],\"ids\":[]}",
                "{\"states\":[],\"sources\":[],\"ids\":[],\"since\":\"yesterday\"}",
                "{\"states\":[],\"sources\":[],\"ids\":[],\"since\":7}",
                "{\"states\":[],\"sources\":[]}"
            })
    void aFilterThatIsNone_isRefused(String json) {
        assertThatThrownBy(() -> OperationsJson.read(Filter.class, Json.read(json)))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("Filter.");
    }

    @Test
    void eachChange_isTheSameAfterJsonAndBack() throws Exception {
        for (Change change : new Change[] {
            new Change.Retry(), new Change.Remove(), new Change.Replay(null), new Change.Replay("http")
        }) {
            assertThat(OperationsJson.change(Json.read(Json.write(OperationsJson.tree(change)))))
                    .isEqualTo(change);
        }
        assertThatThrownBy(() -> OperationsJson.change(Json.read("{}"))).isInstanceOf(JsonException.class);
    }

    @Test
    void anEnvelope_isTheSameToTheByte() throws Exception {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-signature", "sha256=00ff");
        headers.put("content-type", "a; b=\"c\"");
        ReceivedRequest request = new ReceivedRequest("orders", AT, "POST", "https://h/orders?a=%20b", headers, body);
        ReceivedRequest named = new ReceivedRequest(
                "orders", AT, "POST", "https://h/orders?a=%20b", headers, body, "01JABCDEFGHJKMNPQRSTVWXYZ0");
        assertThat(OperationsJson.envelope(Json.read(Json.write(OperationsJson.tree(named)))))
                .isEqualTo(named);
        assertThat(OperationsJson.envelope(Json.read(Json.write(OperationsJson.tree(request)))))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"headers\":{\"a\":7}}", "{\"headers\":{},\"source\":\"a\"}"})
    void anEnvelopeThatIsNone_isRefused(String json) {
        assertThatThrownBy(() -> OperationsJson.envelope(Json.read(json))).isInstanceOf(JsonException.class);
    }
}
