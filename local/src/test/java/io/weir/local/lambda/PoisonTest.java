package io.weir.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.test.MovableClock;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Sources;
import io.weir.ingest.SqsQueue;
import io.weir.json.Json;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.Mail;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsVisibility;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.sns.Subscriptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One message that can never be processed, among nine good ones, on a real queue with a redrive policy. */
class PoisonTest {
    private static final Load LOAD = new Load(10, 2, 1 << 24);

    private static final int MAX_RECEIVE_COUNT = 3;
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Sources SOURCES = Sources.parse(
            "test", "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\", \"actions\": [\"archive\", \"email\"]}}");

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private final InMemoryBucket bucket = new InMemoryBucket();
    private final List<String> mails = new ArrayList<>();
    private LocalStore store;
    private SqliteSqsClient sqs;
    private String queue;
    private String dlq;
    private EventSourceMapping mapping;

    @BeforeEach
    void open() {
        store = LocalStore.open(folder, SqliteSqsClient.schema());
        sqs = new SqliteSqsClient(store, clock);
        dlq = sqs.createQueue(request -> request.queueName("dlq")).queueUrl();
        queue = sqs.createQueue(request -> request.queueName("queue")).queueUrl();
        sqs.setQueueAttributes(request -> request.queueUrl(queue)
                .attributes(Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + SqsNames.arn("dlq") + "\",\"maxReceiveCount\":"
                                + MAX_RECEIVE_COUNT + "}")));
        WorkerHandler worker = new WorkerHandler(
                WorkerConfig.builder(SOURCES)
                        .queueUrl(queue)
                        .dlqUrl(dlq)
                        .bucket(bucket.name())
                        .mail(new Mail.Ses("from", List.of("to")))
                        .maxReceiveCount(MAX_RECEIVE_COUNT)
                        .version("1")
                        .build(),
                Peers.builder()
                        .deadLetters(new SqsDeadLetters(sqs, dlq))
                        .visibility(new SqsVisibility(sqs, queue, List.of()))
                        .bucket(bucket)
                        .mailer(this::mail)
                        .bus((bus, source, type, detail, time) -> {})
                        .http(allowPrivate -> (url, headers, body, timeout) -> 200)
                        .certificates((url, maxBytes) -> new byte[0])
                        .subscriptions((topic, token) -> Subscriptions.Result.CONFIRMED)
                        .secrets((reference, fresh) -> SecretSet.fixed("secret".getBytes(UTF_8)))
                        .clock(clock)
                        .log(new PrintStream(new ByteArrayOutputStream()))
                        .build());
        mapping = new EventSourceMapping(sqs, queue, worker, Duration.ofSeconds(30), LOAD, warning -> {
            throw new AssertionError(warning);
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private synchronized void mail(String subject, String text) throws IOException {
        if (text.contains("poison")) {
            throw new IOException("the mail host chokes on this one");
        }
        mails.add(text);
    }

    private void send(String id) throws IOException {
        byte[] body = id.getBytes(UTF_8);
        SignatureScheme scheme = (SignatureScheme) SOURCES.find("s").scheme();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        ReceivedRequest unsigned = new ReceivedRequest("s", NOW, "POST", "https://door/s", headers, body);
        headers.putAll(new RequestSigner(scheme).sign(unsigned, "secret".getBytes(UTF_8), NOW));
        ReceivedRequest request = new ReceivedRequest("s", NOW, "POST", "https://door/s", headers, body);
        new SqsQueue(sqs, queue).send(QueueMessage.of(request, scheme.declaredHeaders()), "s", null);
    }

    @Test
    void poisonAmongNine_theNineAreProcessedOnceAndItIsADeadLetterWithItsReason() throws Exception {
        for (int i = 0; i < 9; i++) {
            send("good-" + i);
        }
        send("poison");

        assertThat(mapping.poll(0)).isEqualTo(10);
        for (int receive = 2; receive <= MAX_RECEIVE_COUNT; receive++) {
            clock.advance(Duration.ofMinutes(20));
            assertThat(mapping.poll(0)).isEqualTo(1);
        }
        clock.advance(Duration.ofMinutes(20));
        assertThat(mapping.poll(0)).isZero();

        assertThat(mails).hasSize(9).doesNotHaveDuplicates();
        List<Message> dead = sqs.receiveMessage(request -> request.queueUrl(dlq).messageAttributeNames("All"))
                .messages();
        assertThat(dead).hasSize(1);
        assertThat(dead.getFirst().body()).isEqualTo("poison");
        Map<?, ?> failure = (Map<?, ?>)
                Json.read(dead.getFirst().messageAttributes().get("failure").stringValue());
        assertThat(failure.get("reason")).isEqualTo("action-email");
        assertThat(failure.get("detail")).isEqualTo("the mail host chokes on this one");
        assertThat(failure.get("attempts")).hasToString("3");
    }
}
