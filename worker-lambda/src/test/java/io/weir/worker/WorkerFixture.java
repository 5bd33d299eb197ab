package io.weir.worker;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.action.test.MovableClock;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsRequeue;
import io.weir.worker.aws.SqsVisibility;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.FakeSqs;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.Subscriptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The worker as a whole, over fakes of what it talks to, and the messages that it is given. */
abstract class WorkerFixture {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:05Z");
    static final byte[] OPERATOR_KEY = "the operator key".getBytes(UTF_8);
    static final TestCertificate CERTIFICATE = TestCertificate.ofSns();
    static final Sources SOURCES = Sources.parse("test", """
            {"budgets": {"scheme": "sns", "topics": ["%s"], "actions": ["email"]},
             "github": {"scheme": "github", "secret": "env:GITHUB"},
             "broken": {"scheme": "github", "secret": "env:MISSING"},
             "mailed": {"scheme": "github", "secret": "env:GITHUB", "actions": ["archive", "email"]},
             "picky": {"scheme": "github", "secret": "env:GITHUB",
                       "actions": [{"archive": {"when": {"body": {"keep": [true]}}}},
                                   {"email": {"when": {"body": {"amount": [{"numeric": [">", 100]}]}}}}]},
             "shopify": {"scheme": "shopify", "secret": "env:X", "actions": ["email"]},
             "stripe": {"scheme": "stripe", "secret": "env:X", "actions": ["email"]},
             "recharge": {"scheme": "recharge", "secret": "env:X", "actions": ["email"]},
             "twilio": {"scheme": "twilio", "secret": "env:X", "actions": ["email"]},
             "asana": {"scheme": "asana", "secret": "env:X"},
             "notion": {"scheme": "notion", "secret": "env:X"},
             "timed": {"scheme": {"header": "x-sig", "list": "key-values", "version": "v1", "algorithm": "HmacSHA256",
                                  "encoding": "base64", "signed": "{t}.{body}", "time": {"unit": "s"}, "id": "x-id"},
                       "secret": "env:X", "actions": ["email"]}}
            """.formatted(TestMessage.TOPIC));

    final FakeSqs sqs = new FakeSqs();
    final MovableClock clock = new MovableClock(NOW);
    final InMemoryClaims claims = new InMemoryClaims();
    final InMemoryBucket bucket = new InMemoryBucket();
    final List<String> mails = new CopyOnWriteArrayList<>();
    final List<String> confirmed = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    volatile boolean mailDown;
    volatile Runnable beforeMail = () -> {};
    volatile boolean snsDown;
    volatile boolean secretsDown;
    volatile boolean certificatesDown;
    final List<byte[]> secrets = new CopyOnWriteArrayList<>(List.of("secret".getBytes(UTF_8)));
    byte[] certificate = CERTIFICATE.pem();
    Subscriptions.Result result = Subscriptions.Result.CONFIRMED;

    final WorkerHandler worker = new WorkerHandler(
            WorkerConfig.builder(SOURCES)
                    .queueUrl("queue")
                    .dlqUrl("dlq")
                    .operators(new SecretReference.EnvironmentSecret("OPERATOR"), null)
                    .bucket("bucket")
                    .mail(new Mail.Ses("from", List.of("to")))
                    .eventBus("bus")
                    .table("claims")
                    .metricsNamespace("Weir/test")
                    .version("1")
                    .build(),
            Peers.builder()
                    .deadLetters(new SqsDeadLetters(sqs, "dlq"))
                    .unproven(new SqsDeadLetters(sqs, "unproven"))
                    .requeue(new SqsRequeue(sqs, "queue"))
                    .visibility(new SqsVisibility(sqs, "queue", List.of()))
                    .bucket(bucket)
                    .mailer(this::mail)
                    .bus((bus, source, type, detail, time) -> {})
                    .http(allowPrivate -> (url, headers, body, timeout) -> 200)
                    .claims(table())
                    .certificates((url, maxBytes) -> {
                        check(certificatesDown);
                        return certificate;
                    })
                    .subscriptions(this::confirm)
                    .secrets((reference, fresh) -> {
                        check(secretsDown || reference.text().equals("env:MISSING"));
                        return reference.text().equals("env:OPERATOR")
                                ? SecretSet.fixed(OPERATOR_KEY)
                                : SecretSet.of(secrets, Instant.MIN);
                    })
                    .clock(clock)
                    .log(new PrintStream(log, true, UTF_8))
                    .build());

    /** Where this worker keeps its claims. */
    ClaimTable table() {
        return claims;
    }

    static void check(boolean down) throws IOException {
        if (down) {
            throw new IOException("down");
        }
    }

    void mail(String subject, String text) throws IOException {
        check(mailDown);
        beforeMail.run();
        mails.add(subject);
    }

    Subscriptions.Result confirm(String topicArn, String token) throws IOException {
        check(snsDown);
        confirmed.add(topicArn + " " + token);
        return result;
    }

    List<String> handle(SQSEvent.SQSMessage... records) {
        return worker.handleRequest(event(records), new FakeContext(30_000)).getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
    }

    String log() {
        return log.toString(UTF_8);
    }

    static QueueMessage request(String source, Map<String, String> headers, byte[] body) {
        Source configured = SOURCES.find(source);
        return QueueMessage.of(
                new ReceivedRequest(source, NOW, "POST", "https://door/" + source, headers, body),
                configured == null ? List.of() : configured.scheme().declaredHeaders());
    }

    static QueueMessage sns(TestMessage message) {
        return request(
                "budgets",
                Map.of("x-amz-sns-message-type", message.get("Type")),
                message.sign(CERTIFICATE.keys()).json().getBytes(UTF_8));
    }

    static QueueMessage github(String source, String secret, byte[] body) {
        return github(source, "d-1", secret, body);
    }

    static QueueMessage github(String source, String id, String secret, byte[] body) {
        Map<String, String> headers = Map.of("x-github-delivery", id, "x-github-event", "push");
        return request(source, signed(source, headers, secret, body, NOW), body);
    }

    /** The headers, and those of a signature that the source's sender makes at a time. */
    static Map<String, String> signed(
            String source, Map<String, String> headers, String secret, byte[] body, Instant at) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        SignatureScheme scheme = (SignatureScheme) SOURCES.find(source).scheme();
        ReceivedRequest request = new ReceivedRequest(source, at, "POST", "https://door/" + source, headers, body);
        try {
            all.putAll(new RequestSigner(scheme).sign(request, secret.getBytes(UTF_8), at));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /** A record that points to the message, which lies in the inbox. */
    SQSEvent.SQSMessage pointer(String id, QueueMessage message) throws IOException {
        bucket.put(BucketKeys.INBOX + id, InboxObject.write(message), "", Map.of());
        return record(
                id,
                Json.write(Map.of(
                        "Records",
                        List.of(Map.of(
                                "s3",
                                Map.of(
                                        "bucket",
                                        Map.of("name", "bucket"),
                                        "object",
                                        Map.of("key", BucketKeys.INBOX + id)))))),
                Map.of());
    }
}
