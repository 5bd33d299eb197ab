package io.weir.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00.120Z");
    private static final List<String> DECLARED = List.of("x-hmac", "x-topic");

    private static ReceivedRequest request(Map<String, String> headers, byte[] body) {
        return new ReceivedRequest("shop", NOW, "POST", "https://door/shop?a=b%20c", headers, body);
    }

    private static ReceivedRequest roundTrip(ReceivedRequest request) throws MalformedEnvelopeException {
        QueueMessage message = QueueMessage.of(request, DECLARED);
        assertLegal(message);
        QueueMessage kept = InboxObject.read(InboxObject.write(message));
        assertThat(kept).isEqualTo(message);
        return (ReceivedRequest) Delivery.open(kept.body(), kept.attributes());
    }

    /** What SQS demands of any message. */
    private static void assertLegal(QueueMessage message) {
        assertThat(message.body()).isNotEmpty();
        assertThat(SqsText.isLegal(message.body())).isTrue();
        assertThat(message.attributes()).hasSizeLessThanOrEqualTo(10);
        message.attributes().forEach((name, value) -> {
            assertThat(name).matches("[A-Za-z0-9_.-]{1,256}");
            assertThat(value).isNotEmpty();
            assertThat(SqsText.isLegal(value)).isTrue();
        });
        int naive = message.body().getBytes(UTF_8).length
                + message.attributes().entrySet().stream()
                        .mapToInt(entry -> entry.getKey().getBytes(UTF_8).length
                                + 6
                                + entry.getValue().getBytes(UTF_8).length)
                        .sum();
        assertThat(message.sizeInBytes()).isEqualTo(naive);
    }

    @Property(tries = 2000)
    void open_anyBodyAndHeaders_comeOutAsTheyWentIn(@ForAll byte[] body, @ForAll("headers") Map<String, String> headers)
            throws Exception {
        ReceivedRequest request = request(headers, body);
        assertThat(roundTrip(request)).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://door/shop", "https://door/shop?q= 01J00000000000000000000000", "https://d/s x y"})
    void open_requestWithAnId_givesUrlAndIdBack(String url) throws Exception {
        ReceivedRequest request = new ReceivedRequest("shop", NOW, "POST", url, Map.of(), new byte[0])
                .withId("01KJWBG7KVH0KC0EH6CBJYK0ES");
        assertThat(roundTrip(request)).isEqualTo(request);
    }

    /** An earlier door wrote none; what looks like one without a URL before it is the URL. */
    @Test
    void open_requestLineOfAnEarlierDoor_hasNoId() throws Exception {
        ReceivedRequest request =
                new ReceivedRequest("shop", NOW, "POST", "01KJWBG7KVH0KC0EH6CBJYK0ES", Map.of(), new byte[0]);
        assertThat(roundTrip(request)).isEqualTo(request);
    }

    @Property(tries = 1000)
    void open_anyText_comesOutAsItWentIn(@ForAll String text) throws Exception {
        ReceivedRequest request = request(Map.of(), text.getBytes(UTF_8));
        assertThat(roundTrip(request)).isEqualTo(request);
    }

    @Provide
    Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> names = Arbitraries.of("x-hmac", "x-topic", "x-other", "x-a", "content-type", "x-é", "a:b");
        Arbitrary<String> values = Arbitraries.strings()
                .all()
                .ofMaxLength(20)
                .filter(text -> UTF_8.newEncoder().canEncode(text));
        return Arbitraries.maps(names, values);
    }

    @Test
    void open_everySingleByte_comesOutAsItWentIn() throws Exception {
        for (int b = 0; b < 256; b++) {
            byte[] body = {'a', (byte) b};
            assertThat(roundTrip(request(Map.of(), body)).body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0008", "\u000b", "\u001f", "\ufffe", "\uffff"})
    void of_characterThatSqsForbids_travelsAsBase64(String character) {
        QueueMessage message = QueueMessage.of(request(Map.of(), ("a" + character).getBytes(UTF_8)), DECLARED);
        assertThat(message.attributes()).containsEntry("encoding", "base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ä\":\"€\"}", "\t\n\r", "\ud7ff\ue000\ufffd", "😀\u007f\u0085"})
    void of_textThatSqsTakes_travelsAsItIs(String text) {
        QueueMessage message = QueueMessage.of(request(Map.of(), text.getBytes(UTF_8)), DECLARED);
        assertThat(message.body()).isEqualTo(text);
        assertThat(message.attributes()).doesNotContainKey("encoding");
    }

    @Test
    void of_emptyBody_travelsAsADash() throws Exception {
        QueueMessage message = QueueMessage.of(request(Map.of(), new byte[0]), DECLARED);
        assertThat(message.body()).isEqualTo("-");
        assertThat(message.open().body()).isEmpty();
    }

    @Test
    void of_headers_areDeclaredPackedOrDropped() {
        QueueMessage message = QueueMessage.of(
                request(
                        Map.of("X-Hmac", "abc", "X-Other", "ü", "Authorization", "Basic x", "Cookie", "session"),
                        new byte[1]),
                DECLARED);
        assertThat(message.attributes())
                .containsEntry("source", "shop")
                .containsEntry("received-at", "2026-03-04T12:00:00.120Z")
                .containsEntry("request", "POST https://door/shop?a=b%20c")
                .containsEntry("x-hmac", "abc")
                .containsEntry("headers", "{\"x-other\":\"\\u00FC\"}");
        assertThat(message.toString()).doesNotContain("Basic", "session");
    }

    @Test
    void of_declaredHeaderWhoseNameSqsRefusesOrWeUse_isPacked() throws Exception {
        Map<String, String> headers = Map.of("x!y", "1", "source", "2", "aws.x", "3");
        QueueMessage message = QueueMessage.of(request(headers, new byte[1]), List.of("x!y", "source", "aws.x"));
        assertLegal(message);
        assertThat(message.attributes()).containsEntry("source", "shop");
        assertThat(message.open().headers()).isEqualTo(headers);
    }

    @Test
    void of_authorizationThatIsDeclared_isKept() {
        QueueMessage message =
                QueueMessage.of(request(Map.of("Authorization", "Basic x"), new byte[1]), List.of("authorization"));
        assertThat(message.attributes()).containsEntry("authorization", "Basic x");
    }

    @Test
    void of_repeatedHeader_isJoinedAsTheGatewayDoes() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-A", "1");
        headers.put("x-a", "2");
        assertThat(request(headers, new byte[0]).header("X-a")).isEqualTo("1,2");
    }

    @Test
    void of_moreDeclaredHeadersThanAttributes_isRefused() {
        assertThatThrownBy(() -> QueueMessage.of(request(Map.of(), new byte[0]), List.of("a", "b", "c", "d", "e")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source=s;request=POST u|attribute 'received-at' is missing",
                "source=s;received-at=yesterday;request=POST u|attribute 'received-at' is not an ISO-8601 instant",
                "source=s;received-at=2026-03-04T12:00:00Z|attribute 'request' is missing",
                "source=s;received-at=2026-03-04T12:00:00Z;request=POST|attribute 'request' is not a method and a URL",
                "source=s;received-at=2026-03-04T12:00:00Z;request=POST u;encoding=gzip|attribute 'encoding' is neither 'base64' nor 'empty'",
                "source=s;received-at=2026-03-04T12:00:00Z;request=POST u;encoding=base64|the body is not base64, as attribute 'encoding' says",
                "source=s;received-at=2026-03-04T12:00:00Z;request=POST u;headers=[]|attribute 'headers' is not a JSON object",
                "source=s;received-at=2026-03-04T12:00:00Z;request=POST u;headers={\"a\":1}|attribute 'headers': a value is not a string"
            })
    void open_malformedAttributes_saysWhich(String attributes, String message) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String attribute : attributes.split(";", -1)) {
            int equals = attribute.indexOf('=');
            map.put(attribute.substring(0, equals), attribute.substring(equals + 1));
        }
        assertThatThrownBy(() -> Delivery.open("!!", map))
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessage(message);
    }

    @Test
    void open_messageThatSnsQueued_isRecognisedByItsTopic() throws Exception {
        assertThat(Delivery.open("{\"Type\":\"Notification\",\"TopicArn\":\"arn\"}", Map.of()))
                .isEqualTo(new Delivery.SnsEnvelope("arn", "{\"Type\":\"Notification\",\"TopicArn\":\"arn\"}"));
    }

    @Test
    void open_notificationOfTheBucket_pointsToTheDecodedKey() throws Exception {
        String notification = "{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{\"bucket\":{\"name\":\"b\"},"
                + "\"object\":{\"key\":\"inbox/a+b%2Bc%C3%A9\",\"size\":1}}}]}";
        assertThat(Delivery.open(notification, Map.of())).isEqualTo(new Delivery.InboxPointer("b", "inbox/a b+cé"));
    }

    @Test
    void open_testEventOfTheBucket_isRecognised() throws Exception {
        assertThat(Delivery.open("{\"Event\":\"s3:TestEvent\"}", Map.of())).isEqualTo(new Delivery.StorageTestEvent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"Records\":[]}",
                "{\"Records\":[1,2]}",
                "{\"Records\":[{\"s3\":{}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%zz\"}}}]}",
                "{\"TopicArn\":\"a\"}",
                "{\"a\":1,\"a\":2}",
                "{} {}"
            })
    void open_anythingElse_isMalformed(String body) {
        assertThatThrownBy(() -> Delivery.open(body, Map.of())).isInstanceOf(MalformedEnvelopeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no line", "[]\nx", "{\n", "{\"attributes\"\n"})
    void read_anythingElseInTheInbox_isMalformed(String object) {
        assertThatThrownBy(() -> InboxObject.read(object.getBytes(UTF_8)))
                .isInstanceOf(MalformedEnvelopeException.class);
    }

    @Test
    void of_urlWithCharactersThatSqsForbids_isPercentEncoded() throws Exception {
        ReceivedRequest request = new ReceivedRequest("s", NOW, "GET", "https://door/a\u0001b", Map.of(), new byte[0]);
        assertThat(roundTrip(request).url()).isEqualTo("https://door/a%01b");
    }
}
