package io.weir.worker;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import io.weir.action.SnsMessage;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.FakeSqs;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.hmac.HmacSigner;
import io.weir.worker.kit.MovableClock;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.Subscriptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The worker as a whole, over fakes of what it talks to. */
class WorkerHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:05Z");
    private static final TestCertificate CERTIFICATE = TestCertificate.ofSns();
    private static final Sources SOURCES = Sources.parse("test", """
            {"budgets": {"scheme": "sns", "topics": ["%s"], "actions": ["email"]},
             "github": {"scheme": "github", "secret": "env:GITHUB"},
             "mailed": {"scheme": "github", "secret": "env:GITHUB", "actions": ["archive", "email"]}}
            """.formatted(TestMessage.TOPIC));

    private final FakeSqs sqs = new FakeSqs();
    private final MovableClock clock = new MovableClock(NOW);
    private final InMemoryClaims claims = new InMemoryClaims();
    private final InMemoryBucket bucket = new InMemoryBucket();
    private final List<String> mails = new ArrayList<>();
    private final List<String> confirmed = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private volatile boolean mailDown;
    private volatile boolean snsDown;
    private volatile boolean secretsDown;
    private volatile boolean certificatesDown;
    private final List<byte[]> secrets = new CopyOnWriteArrayList<>(List.of("secret".getBytes(UTF_8)));
    private Subscriptions.Result result = Subscriptions.Result.CONFIRMED;

    private final WorkerHandler worker = new WorkerHandler(
            new WorkerConfig(
                    SOURCES,
                    "queue",
                    "dlq",
                    "bucket",
                    "from",
                    List.of("to"),
                    "bus",
                    "claims",
                    false,
                    Duration.ofDays(4),
                    5,
                    "Weir/test",
                    "1"),
            new Peers(
                    sqs,
                    bucket,
                    this::mail,
                    (bus, source, type, detail, time) -> {},
                    allowPrivate -> (url, headers, body, timeout) -> 200,
                    claims,
                    url -> {
                        check(certificatesDown);
                        return CERTIFICATE.pem();
                    },
                    this::confirm,
                    (reference, fresh) -> {
                        check(secretsDown);
                        return List.copyOf(secrets);
                    },
                    clock,
                    new PrintStream(log, true, UTF_8)));

    private static void check(boolean down) throws IOException {
        if (down) {
            throw new IOException("down");
        }
    }

    private void mail(String subject, String text) throws IOException {
        check(mailDown);
        mails.add(subject);
    }

    private Subscriptions.Result confirm(String topicArn, String token) throws IOException {
        check(snsDown);
        confirmed.add(topicArn + " " + token);
        return result;
    }

    private List<String> handle(SQSEvent.SQSMessage... records) {
        return worker.handleRequest(event(records), new FakeContext(30_000)).getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private String log() {
        return log.toString(UTF_8);
    }

    private static QueueMessage request(String source, Map<String, String> headers, byte[] body) {
        Source configured = SOURCES.find(source);
        return QueueMessage.of(
                new ReceivedRequest(source, NOW, "POST", "https://door/" + source, headers, body),
                configured == null ? List.of() : configured.scheme().declaredHeaders());
    }

    private static QueueMessage sns(TestMessage message) {
        return request(
                "budgets",
                Map.of("x-amz-sns-message-type", message.get("Type")),
                message.sign(CERTIFICATE.keys()).json().getBytes(UTF_8));
    }

    private static QueueMessage github(String source, String secret, byte[] body) {
        return github(source, "d-1", secret, body);
    }

    private static QueueMessage github(String source, String id, String secret, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        headers.put("x-github-event", "push");
        HmacScheme scheme = (HmacScheme) SOURCES.find("github").scheme();
        try {
            headers.putAll(new HmacSigner(scheme)
                    .sign(
                            new ReceivedRequest(source, NOW, "POST", "https://door/" + source, headers, body),
                            secret.getBytes(UTF_8),
                            NOW));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return request(source, headers, body);
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
        HmacScheme scheme = (HmacScheme) SOURCES.find("github").scheme();
        ReceivedRequest request = new ReceivedRequest("github", NOW, "POST", "https://door/github", headers, body);
        headers.putAll(new HmacSigner(scheme).sign(request, "secret".getBytes(UTF_8), NOW));

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
    void budgetsAlert_isMailed() {
        assertThat(handle(record("a", sns(TestMessage.notification().with("Subject", "AWS Budgets: x")))))
                .isEmpty();
        assertThat(mails).containsExactly("AWS Budgets: x");
    }

    @Test
    void topicVerified_isLoggedAndNothingElse() {
        assertThat(handle(record("a", sns(TestMessage.notification().with("Subject", "SNS Topic Verified!")))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(log()).contains("AWS Budgets has verified the topic of source budgets");
    }

    @Test
    void subscriptionConfirmation_isConfirmedAndItsTokenIsNeverLogged() {
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)))))
                .isEmpty();
        assertThat(confirmed).containsExactly(TestMessage.TOPIC + " secret-token");
        assertThat(log()).doesNotContain("secret-token");
    }

    @Test
    void forgedSubscriptionConfirmation_isNotConfirmed() {
        TestMessage message = TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                .sign(TestCertificate.ofStranger().keys());
        assertThat(handle(
                        record("a", request("budgets", Map.of(), message.json().getBytes(UTF_8)))))
                .isEmpty();
        assertThat(confirmed).isEmpty();
    }

    @Test
    void subscriptionConfirmationWithASpentToken_isDone() {
        result = Subscriptions.Result.TOKEN_SPENT;
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)))))
                .isEmpty();
        assertThat(log()).contains("its token was used up or has expired");
    }

    @Test
    void subscriptionConfirmationWhileSnsIsDown_isRetried() {
        snsDown = true;
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)))))
                .containsExactly("a");
        assertThat(sqs.hidden()).hasSize(1);
    }

    @Test
    void unsubscribeConfirmation_isLoggedAndNotActedOn() {
        assertThat(handle(record("a", sns(TestMessage.confirmation(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)))))
                .isEmpty();
        assertThat(mails).isEmpty();
        assertThat(confirmed).isEmpty();
        assertThat(log()).contains("unsubscribed from " + TestMessage.TOPIC);
    }

    @Test
    void certificateHostDown_isRetriedNeverRejected() {
        certificatesDown = true;
        assertThat(handle(record("a", sns(TestMessage.notification())))).containsExactly("a");
        assertThat(log()).contains("\"Outcome\":\"Retry\"", "\"Reason\":\"certificate\"");
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
                        record("also-good", github("github", "d-2", "secret", new byte[] {1}))))
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
    void eventThatWasProcessed_hasItsEffectOnceAndTheMetricSaysSo() {
        QueueMessage message = github("mailed", "secret", "text".getBytes(UTF_8));
        assertThat(handle(record("a", message))).isEmpty();
        assertThat(handle(record("b", message))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"Duplicates\":1", "\"eventId\":\"d-1\"");
    }

    @Test
    void eventWithTheSameIdAndAnotherBody_isProcessedApartAndCounted() {
        assertThat(handle(record("a", github("mailed", "secret", "one".getBytes(UTF_8)))))
                .isEmpty();
        assertThat(handle(record("b", github("mailed", "secret", "two".getBytes(UTF_8)))))
                .isEmpty();
        assertThat(mails).hasSize(2);
        assertThat(bucket.objects().keySet())
                .anyMatch(key -> key.startsWith("archive/mailed/2026/03/04/d-1~"))
                .contains("archive/mailed/2026/03/04/d-1");
        assertThat(log()).contains("\"Conflicts\":1");
    }

    @Test
    void eventWhoseSecondActionFailed_goesOnThereAndIsNoDuplicate() {
        mailDown = true;
        QueueMessage message = github("mailed", "secret", "text".getBytes(UTF_8));
        assertThat(handle(record("a", message))).containsExactly("a");
        bucket.setDown(true); // the first action would fail if it were performed again
        mailDown = false;
        assertThat(handle(received(record("a", message), 2))).isEmpty();
        assertThat(mails).hasSize(1);
    }

    @Test
    void deadEventThatIsRedriven_isProcessedAgain() {
        QueueMessage poison = github("mailed", "secret", new byte[] {(byte) 0xFF});
        handle(record("a", poison));
        handle(record("b", poison));
        assertThat(sqs.sent()).hasSize(2);
        assertThat(log()).doesNotContain("Duplicates");
    }

    @Test
    void tableOfClaimsDown_isRetriedWithoutAnEffect() {
        claims.setDown(true);
        assertThat(handle(record("a", github("mailed", "secret", "text".getBytes(UTF_8)))))
                .containsExactly("a");
        assertThat(mails).isEmpty();
        assertThat(log()).contains("\"Reason\":\"claim\"");
    }

    @Test
    void secretRotation_asItHappens_refusesNothingAndTheMetricSaysWhichMatched() {
        handle(record("1", github("github", "first", "secret", new byte[1])));
        secrets.clear();
        secrets.addAll(List.of("new".getBytes(UTF_8), "secret".getBytes(UTF_8)));
        clock.advance(Duration.ofMinutes(1));
        assertThat(handle(record("2", github("github", "second", "new", new byte[1]))))
                .isEmpty();
        assertThat(handle(record("3", github("github", "third", "secret", new byte[1]))))
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
                .isGreaterThanOrEqualTo(15);
    }

    @Test
    void unknownSource_isDead() {
        assertThat(handle(record("a", request("gone", Map.of(), new byte[1])))).isEmpty();
        assertThat(sqs.sent().getFirst().messageAttributes().get("failure").stringValue())
                .contains("unknown-source");
    }

    @Test
    void malformedEnvelope_isDeadUnchanged() {
        assertThat(handle(record("a", "garbage", Map.of()))).isEmpty();
        assertThat(sqs.sent().getFirst().messageBody()).isEqualTo("garbage");
        assertThat(sqs.sent().getFirst().messageAttributes().get("failure").stringValue())
                .contains("malformed-envelope");
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

    @Test
    void messageThatSnsItselfQueued_isVerifiedAtItsOwnTimeHoweverOld() {
        String body = TestMessage.notification()
                .with("Timestamp", "2025-02-01T00:00:00.000Z")
                .with("Subject", "old")
                .sign(CERTIFICATE.keys())
                .json();
        assertThat(handle(received(record("a", body, Map.of()), 4))).isEmpty();
        assertThat(mails).containsExactly("old");
    }

    @Test
    void messageThatSnsItselfQueuedOfAnotherTopic_isRejected() {
        String body = TestMessage.notification()
                .with("TopicArn", "arn:aws:sns:us-east-1:999999999999:x")
                .sign(CERTIFICATE.keys())
                .json();
        assertThat(handle(record("a", body, Map.of()))).isEmpty();
        assertThat(mails).isEmpty();
        assertThat(log()).contains("\"Reason\":\"topic\"");
    }

    @Test
    void pointerToTheInbox_isProcessedAsTheMessageWouldBe() throws Exception {
        byte[] body = new byte[400_000];
        bucket.put("inbox/x y", InboxObject.write(github("github", "secret", body)), "", Map.of());
        String pointer =
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"bucket\"},\"object\":{\"key\":\"inbox/x+y\"}}}]}";
        assertThat(handle(record("a", pointer, Map.of()))).isEmpty();
        assertThat(bucket.objects().get("archive/github/2026/03/04/d-1").bytes())
                .isEqualTo(body);
    }

    @Test
    void pointerElsewhere_isDeadAndNothingIsRead() throws Exception {
        bucket.put("archive/x", InboxObject.write(github("github", "secret", new byte[1])), "", Map.of());
        for (String target : List.of("\"bucket\"|archive/x", "\"other\"|inbox/x", "\"bucket\"|inbox/none")) {
            String[] parts = target.split("\\|", -1);
            String pointer = "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":" + parts[0] + "},\"object\":{\"key\":\""
                    + parts[1] + "\"}}}]}";
            assertThat(handle(record("a", pointer, Map.of()))).isEmpty();
        }
        assertThat(sqs.sent()).hasSize(3);
        assertThat(bucket.objects()).containsOnlyKeys("archive/x");
    }

    @Test
    void pointerWhileTheBucketIsDown_isRetried() {
        bucket.setDown(true);
        String pointer = "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"bucket\"},\"object\":{\"key\":\"inbox/x\"}}}]}";
        assertThat(handle(record("a", pointer, Map.of()))).containsExactly("a");
    }

    @Test
    void testEventOfTheBucket_isDone() {
        assertThat(handle(record("a", "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}", Map.of())))
                .isEmpty();
        assertThat(sqs.sent()).isEmpty();
    }

    /** An event as AWS's own deserialization of the managed runtime reads it. */
    private static SQSEvent recorded(String name) {
        return EventLoader.loadSQSEvent("io/weir/worker/events/" + name);
    }

    private List<SQSBatchResponse.BatchItemFailure> handle(SQSEvent event) {
        return worker.handleRequest(event, new FakeContext(30_000)).getBatchItemFailures();
    }

    @Test
    void eventOfTheQueueRecordedFromLocalStack_isArchived() {
        secrets.set(0, "first secret".getBytes(UTF_8));
        assertThat(handle(recorded("sqs-localstack.json"))).isEmpty();
        assertThat(bucket.objects())
                .containsOnlyKeys(
                        "archive/github/2026/11/25/4321255a-a2f9-4f1f-95f8-bb78ad3ef7f7",
                        "archive/github/2026/11/25/88719d34-80db-476e-8e9e-d70ab2a8f234");
    }

    @Test
    void notificationOfTheBucketRecordedFromLocalStack_leadsToTheInbox() throws Exception {
        SQSEvent event = recorded("s3-notification-localstack.json");
        SQSEvent.SQSMessage pointer = event.getRecords().getFirst();
        pointer.setBody(pointer.getBody().replace("weir-system-test", bucket.name()));
        bucket.put(
                "inbox/2026/11/25/github/b8be101d-5574-444e-bda7-7712de6aa0ca",
                InboxObject.write(github("github", "secret", new byte[1])),
                "",
                Map.of());
        assertThat(handle(event)).isEmpty();
        assertThat(bucket.objects()).containsKey("archive/github/2026/03/04/d-1");
    }

    @Test
    void testEventOfTheBucketRecordedFromLocalStack_isDone() {
        assertThat(handle(recorded("s3-test-event-localstack.json"))).isEmpty();
        assertThat(sqs.sent()).isEmpty();
    }

    @Test
    void awsOwnExampleOfAnEvent_isNoEnvelopeOfOursAndIsDeadUnchanged() {
        // https://github.com/aws/aws-lambda-java-libs, the sample sqs_event.json
        assertThat(handle(recorded("sqs-aws.json"))).isEmpty();
        SendMessageRequest dead = sqs.sent().getFirst();
        assertThat(dead.messageBody()).isEqualTo("Message Body");
        assertThat(dead.messageAttributes().get("Attribute1").stringValue()).isEqualTo("AttributeValue1");
        assertThat(dead.messageAttributes().get("Attribute2"))
                .isEqualTo(MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue("123")
                        .build());
        assertThat(dead.messageAttributes().get("Attribute3").binaryValue().asUtf8String())
                .isEqualTo("1100");
    }
}
