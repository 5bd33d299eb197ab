package io.weir.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static ReceivedRequest request(String contentType, String body) {
        return new ReceivedRequest(
                "s",
                Instant.EPOCH,
                "POST",
                "https://x/?code=a%20b&twice=1&twice=2",
                Map.of("content-type", contentType),
                body.getBytes(UTF_8));
    }

    /** Whoever captured an event must not get another id by another content type, which nobody signs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\"} | a",
                "\uFEFF{\"id\":\"a\"} | a",
                "id=a%20b&x=1 | a b",
                "id=a&id=b | null",
                "&&=b&id=a& | a",
                "id&x=id | null",
                "x | null"
            },
            nullValues = "null")
    void read_bodyWhateverItsContentType_isTheSame(String body, @Nullable String id) {
        FieldLocation at = new FieldLocation.Body(List.of("id"));
        for (String type : List.of("application/json", "application/x-www-form-urlencoded", "text/plain")) {
            assertThat(RequestField.read(at, request(type, body))).as(type).isEqualTo(id);
        }
    }

    @Test
    void read_parameter_isDecodedAndThereOnce() {
        ReceivedRequest request = request("text/plain", "");
        assertThat(RequestField.read(new FieldLocation.Query("code"), request)).isEqualTo("a b");
        assertThat(RequestField.read(new FieldLocation.Query("twice"), request)).isNull();
        assertThat(RequestField.read(new FieldLocation.Query("none"), request)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":[{\"b\":\"x\"}]} | x",
                "{\"z\":[[1,{}],2],\"a\":[{\"b\":7,\"c\":{}}]} | 7",
                "{\"a\":[{\"b\":\"x\"},{\"b\":\"x\"}]} | null",
                "{\"a\":[{\"b\":\"x\"},{}]} | null",
                "{\"a\":[]} | null",
                "{\"a\":[{\"b\":null}]} | null",
                "{\"a\":[{\"b\":{}}]} | null",
                "{} | null"
            },
            nullValues = "null")
    void readStrictly_eachElement_isTheOnlyOne(String body, @Nullable String value) throws RejectionException {
        assertThat(RequestField.readStrictly(new FieldLocation.Body(List.of("a", "*", "b")), request("", body)))
                .isEqualTo(value);
    }

    /** Another reader would take the last of two, or what stands behind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"id\":\"b\"}",
                "{\"id\":\"a\",\"x\":{\"y\":1,\"y\":2}}",
                "{\"id\":\"a\"}{\"id\":\"b\"}",
                "{\"id\":\"a\"",
                "{\"id\":\"a\"} x",
                "id=a&id=b"
            })
    void readStrictly_bodyThatCanBeReadInAnotherWay_isMalformed(String body) {
        assertThatThrownBy(() -> RequestField.readStrictly(new FieldLocation.Body(List.of("id")), request("", body)))
                .isInstanceOf(RejectionException.class)
                .hasMessageStartingWith("malformed");
    }

    @Test
    void readEach_everyElement_isThereOrAnEmptyText() throws RejectionException {
        FieldLocation.Body at = new FieldLocation.Body(List.of("*", "b"));
        assertThat(RequestField.readEach(at, request("", "[{\"b\":\"x\"},{\"c\":1},3,{\"b\":true}]")))
                .containsExactly("x", "", "", "true");
    }

    @Test
    void readEach_bodyThatIsTooLargeForAProof_isMalformed() throws RejectionException {
        FieldLocation.Body at = new FieldLocation.Body(List.of("id"));
        String fits = "{\"id\":\"a\"}" + " ".repeat(RequestField.MAX_PROOF_BODY - 10);
        assertThat(RequestField.readEach(at, request("", fits))).containsExactly("a");
        assertThatThrownBy(() -> RequestField.readEach(at, request("", fits + " ")))
                .hasMessage("malformed: the body holds its own proof and is longer than 1048576 bytes");
    }
}
