package io.weir.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a JSON pointer finds in a body (RFC 6901). */
class RequestFieldTest {
    private static @Nullable String read(String pointer, String body) {
        SignatureScheme scheme = (SignatureScheme) Sources.parse(
                        "test",
                        Json.write(Map.of(
                                "s",
                                Map.of(
                                        "secret",
                                        "env:S",
                                        "scheme",
                                        Map.of(
                                                "header", "h",
                                                "algorithm", "HmacSHA256",
                                                "encoding", "hex",
                                                "signed", "{body}",
                                                "id", pointer)))))
                .find("s")
                .scheme();
        FieldLocation location = scheme.identity().id();
        return RequestField.read(
                location,
                new ReceivedRequest("s", Instant.EPOCH, "POST", "https://x/", Map.of(), body.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/0/sg_event_id | [{\"sg_event_id\":\"a\"},{\"sg_event_id\":\"b\"}] | a",
                "/1/sg_event_id | [{\"sg_event_id\":\"a\"},{\"sg_event_id\":\"b\"}] | b",
                "/value/0/id | {\"x\":[1],\"value\":[{\"y\":{},\"id\":7}]} | 7",
                "/0 | [\"a\"] | a",
                "/10 | [[],{},2,3,4,5,6,7,8,9,\"ten\"] | ten",
                "/0 | {\"0\":\"a member\"} | a member",
                "/a~1b/c~0d | {\"a/b\":{\"c~d\":\"x\"}} | x",
                "/~01 | {\"~1\":\"x\"} | x",
                "/ | {\"\":\"x\"} | x",
                "/a/0/1 | {\"a\":[[0,true]]} | true"
            })
    void read_pointerToAScalar_isItsText(String pointer, String body, String value) {
        assertThat(read(pointer, body)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/1 | [\"a\"]",
                "/00 | [\"a\"]",
                "/-1 | [\"a\"]",
                "/- | [\"a\"]",
                "/+0 | [\"a\"]",
                "/99999999999999999999 | [\"a\"]",
                "/0 | [null]",
                "/0 | [[\"a\"]]",
                "/0 | []",
                "/0/0 | [\"a\"]",
                "/a | no json",
                "/a | [",
                "/0 | \"a\""
            })
    void read_pointerToNoScalar_isNothing(String pointer, String body) {
        assertThat(read(pointer, body)).isNull();
    }

    @Test
    void read_bodyDeeperThanAnyEvent_isNothing() {
        assertThat(read("/0/0", "[".repeat(100_000))).isNull();
        assertThat(read("/1", "[" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"a\"]"))
                .isNull();
    }
}
