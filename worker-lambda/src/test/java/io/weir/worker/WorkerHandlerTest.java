package io.weir.worker;

import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.json.Json;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.kit.TestMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The way of a record through the whole worker, and its outcome. */
class WorkerHandlerTest extends WorkerFixture {
    /** What a batch leaves open is told behind it, or the alarm would be over while the downstream is still down. */
    @Test
    void breakerThatIsStillOpen_isToldBehindALaterBatch() {
        mailDown = true;
        for (int i = 0; i < 10; i++) {
            handle(record("m" + i, github("mailed", "d-" + i, "secret", "text".getBytes(UTF_8))));
        }
        log.reset();
        clock.advance(Duration.ofMinutes(2));
        handle(record("other", github("github", "d-other", "secret", "text".getBytes(UTF_8))));

        assertThat(log().lines().filter(line -> line.contains("\"BreakerOpen\":1")))
                .singleElement()
                .asString()
                .contains("\"Downstream\":\"mail\"", "\"Dimensions\":[[\"Downstream\"],[]]");
    }

    @Test
    void genuineWebhook_isArchivedUnderSourceAndId() {
        byte[] body = {1, 2, (byte) 0xFF};
        assertThat(handle(record("a", github("github", "secret", body)))).isEmpty();
        assertThat(bucket.objects()).containsOnlyKeys("archive/github/2026/03/04/d-1");
        assertThat(bucket.objects().get("archive/github/2026/03/04/d-1").bytes())
                .isEqualTo(body);
    }

    static Stream<Arguments> payloads() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{}".getBytes(UTF_8));
        }
        return Stream.of(
                Arguments.of("application/json", "{\"a\": 1.50 ,\"b\":\"\\u00e9\"}\n".getBytes(UTF_8)),
                Arguments.of("application/x-www-form-urlencoded", "a=1&b=%20+&b=".getBytes(UTF_8)),
                Arguments.of("application/xml", "<?xml version=\"1.0\"?>\r\n<a/>".getBytes(UTF_8)),
                Arguments.of("text/plain; charset=ISO-8859-1", new byte[] {'c', 'a', 'f', (byte) 0xE9}),
                Arguments.of("application/octet-stream", new byte[] {0, 1, (byte) 0xFF, (byte) 0xFE, 0x1B}),
                Arguments.of("application/json", zipped.toByteArray()),
                Arguments.of("text/plain", new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void payloadOfAnyForm_isSignedAndArchivedAsItCame(String contentType, byte[] body) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        headers.put("content-encoding", "gzip");
        headers.put("x-github-delivery", "d-1");
        SignatureScheme scheme = (SignatureScheme) SOURCES.find("github").scheme();
        ReceivedRequest request = new ReceivedRequest("github", NOW, "POST", "https://door/github", headers, body);
        headers.putAll(new RequestSigner(scheme).sign(request, "secret".getBytes(UTF_8), NOW));

        assertThat(handle(record("a", request("github", headers, body)))).isEmpty();

        InMemoryBucket.StoredObject archived = bucket.objects().get("archive/github/2026/03/04/d-1");
        assertThat(archived.bytes()).isEqualTo(body);
        assertThat(archived.contentType()).isEqualTo(contentType);
        assertThat(archived.metadata().get("headers")).contains("\"content-encoding\":\"gzip\"");
    }

    @Test
    void forgedWebhook_hasNoEffectAndIsNotDead() {
        assertThat(handle(record("a", github("github", "guess", new byte[1])))).isEmpty();
        assertThat(bucket.objects().keySet()).allMatch(key -> key.startsWith("rejected/"));
        assertThat(sqs.sent()).isEmpty();
        assertThat(log()).contains("\"Outcome\":\"Rejected\"", "\"Reason\":\"signature\"");
    }

    @Test
    void secretStoreDown_isRetriedNeverRejected() {
        secretsDown = true;
        assertThat(handle(record("a", github("github", "secret", new byte[1])))).containsExactly("a");
    }

    @Test
    void actionFails_isRetriedAndThePoisonAmongGoodOnesTouchesNoOther() {
        mailDown = true;
        assertThat(handle(
                        record("good", github("github", "secret", new byte[] {1})),
                        record("bad", sns(TestMessage.notification())),
                        record("also-good", github("github", "d-2", "secret", new byte[] {2}))))
                .containsExactly("bad");
        assertThat(bucket.objects().keySet())
                .filteredOn(key -> !key.startsWith("certificates/"))
                .containsExactlyInAnyOrder("archive/github/2026/03/04/d-1", "archive/github/2026/03/04/d-2");
    }

    @Test
    void actionSaysPermanent_isDeadWithItsReason() {
        assertThat(handle(record("a", github("mailed", "secret", new byte[] {(byte) 0xFF}))))
                .isEmpty();
        SendMessageRequest letter = sqs.sent().getFirst();
        assertThat(letter.queueUrl()).isEqualTo("dlq");
        assertThat(letter.messageAttributes().get("failure").stringValue()).contains("action-email", "not UTF-8 text");
        assertThat(letter.messageAttributes().get("source").stringValue()).isEqualTo("mailed");
    }

    @Test
    void actionSaysPermanent_namesTheExceptionAndAllThatHelpsToFindIt() throws Exception {
        handle(received(record("a", github("mailed", "secret", new byte[] {(byte) 0xFF})), 3));
        Map<?, ?> failure = (Map<?, ?>) Json.read(
                sqs.sent().getFirst().messageAttributes().get("failure").stringValue());
        assertThat(failure.get("exception")).isEqualTo("io.weir.action.PermanentFailureException");
        assertThat(failure.get("attempts")).hasToString("3");
        assertThat(failure.get("version")).isEqualTo("1");
        assertThat(failure.get("firstSeen")).isNotNull();
        assertThat(failure.get("lastSeen")).isEqualTo(NOW.toString());
    }

    @Test
    void secretRotation_asItHappens_refusesNothingAndTheMetricSaysWhichMatched() {
        handle(record("1", github("github", "first", "secret", new byte[] {1})));
        secrets.clear();
        secrets.addAll(List.of("new".getBytes(UTF_8), "secret".getBytes(UTF_8)));
        clock.advance(Duration.ofMinutes(1));
        assertThat(handle(record("2", github("github", "second", "new", new byte[] {2}))))
                .isEmpty();
        assertThat(handle(record("3", github("github", "third", "secret", new byte[] {3}))))
                .isEmpty();
        assertThat(bucket.objects().keySet())
                .noneMatch(key -> key.startsWith("rejected/"))
                .hasSize(3);
        assertThat(log().lines().map(line -> line.replaceAll(".*\"SecretPosition\":\"(\\d)\".*", "$1")))
                .containsExactly("1", "1", "2");
    }

    @Test
    void mailHostDown_opensItsBreakerAndTheRecordsComeBackAfterItsWait() {
        mailDown = true;
        for (int i = 0; i < 12; i++) {
            handle(record("m" + i, github("mailed", "id-" + i, "secret", "text".getBytes(UTF_8))));
        }
        assertThat(log()).contains("\"Downstream\":\"mail\",\"BreakerOpen\":1", "circuit breaker of mail is open");
        assertThat(sqs.hidden().getLast().entries().getFirst().visibilityTimeout())
                .isBetween(5, 17);
    }

    /** A door that is newer than this worker knows more sources. */
    @Test
    void unknownSource_isRetriedUntilItIsGivenUpByAge() throws Exception {
        var gone = record("a", request("gone", Map.of(), new byte[1]));
        assertThat(handle(gone, pointer("b", request("gone", Map.of(), new byte[1]))))
                .containsExactly("a", "b");
        assertThat(sqs.sent()).isEmpty();
        assertThat(log()).contains("\"Outcome\":\"Retry\"", "\"Reason\":\"unknown-source\"");

        assertThat(handle(sentAt(NOW.minus(Duration.ofHours(24)), gone))).isEmpty();
        assertThat(sqs.sent().getFirst().queueUrl()).isEqualTo("unproven");
        assertThat(sqs.sent().getFirst().messageAttributes().get("failure").stringValue())
                .contains("unknown-source");
    }

    /** As a later version lays it: in the queue, in the inbox, of a known source and of one that only that version knows. */
    @Test
    void newerSchema_isRetriedUntilItIsGivenUpByAge() throws Exception {
        QueueMessage known = newer(github("github", "secret", new byte[1]));
        QueueMessage unknown = newer(request("gone", Map.of(), new byte[1]));
        assertThat(handle(record("a", known), record("b", unknown), pointer("c", known)))
                .containsExactly("a", "b", "c");
        assertThat(sqs.sent()).isEmpty();
        assertThat(bucket.objects()).containsOnlyKeys("inbox/c");
        assertThat(log()).contains("\"Reason\":\"newer-schema\"", "its schema is 2");

        assertThat(handle(sentAt(NOW.minus(Duration.ofHours(24)), record("a", known))))
                .isEmpty();
        assertThat(sqs.sent().getFirst().queueUrl()).isEqualTo("unproven");
    }

    private static QueueMessage newer(QueueMessage message) {
        Map<String, String> attributes = new HashMap<>(message.attributes());
        attributes.put("weir-schema", "2");
        return new QueueMessage("laid in another way", attributes);
    }

    @Test
    void malformedEnvelope_isDeadUnchanged() {
        assertThat(handle(record("a", "garbage", Map.of()))).isEmpty();
        assertThat(sqs.sent().getFirst().messageBody()).isEqualTo("garbage");
        assertThat(sqs.sent().getFirst().messageAttributes().get("failure").stringValue())
                .contains("malformed-envelope");
    }

    @Test
    void malformedEnvelope_ofASourceThatItNames_isLoggedAsOfThatSource() {
        assertThat(handle(record("a", "x", Map.of("source", "github")), record("b", "x", Map.of("source", "stranger"))))
                .isEmpty();
        assertThat(log().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("malformed-envelope"))
                .anyMatch(line -> line.contains("\"Source\":\"github\""))
                .anyMatch(line -> line.contains("\"Source\":\"(unknown)\""));
    }

    @Test
    void deadLetterQueueDown_isRetried() {
        sqs.setDown(true);
        assertThat(handle(record("a", "garbage", Map.of()))).containsExactly("a");
    }

    @Test
    void deadLetterNearTheLimitOfTheQueue_isSentWithoutItsReasonRatherThanLost() {
        String body = "x".repeat(256 * 1024);
        assertThat(handle(record("a", body, Map.of()))).isEmpty();
        assertThat(sqs.sent().getFirst().messageBody()).isEqualTo(body);
        assertThat(sqs.sent().getFirst().messageAttributes()).isEmpty();
    }
}
