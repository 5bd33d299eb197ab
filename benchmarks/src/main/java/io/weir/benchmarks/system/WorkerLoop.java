package io.weir.benchmarks.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.result.Recorder;
import io.weir.envelope.Delivery;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.SqsQueue;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsVisibility;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.Records;
import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * How fast the worker drains a queue, beside a sequential loop that verifies, writes to the bucket and collects failures one
 * record after the other. Both poll the same durable queue, ten messages at a time; the bucket takes its time.
 */
public final class WorkerLoop {
    private static final int MESSAGES = 800;

    /** What is expected at so many milliseconds of downstream. */
    private static final Map<Integer, String> GOALS = new TreeMap<>(Map.of(0, ">= 2", 1, ">= 6", 20, ">= 14"));

    private static final byte[] SECRET = "secret".getBytes(UTF_8);
    private static final String SOURCES = "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}";
    private static final Source SOURCE =
            Objects.requireNonNull(Sources.parse("benchmark", SOURCES).find("s"));

    private final SqsClient sqs;
    private final String queue;
    private final int messages;

    private WorkerLoop(SqsClient sqs, String queue, int messages) {
        this.sqs = sqs;
        this.queue = queue;
        this.messages = messages;
    }

    /** Each latency of the downstream in turn. */
    public static final class Measured implements Measurement {
        @Override
        public void run(Lab lab, Recorder recorder) throws IOException {
            try (Lab.Room room = lab.room();
                    LocalStore store = LocalStore.open(room.path(), SqliteSqsClient.schema())) {
                SqsClient sqs = new SqliteSqsClient(store, Clock.systemUTC());
                String queue =
                        sqs.createQueue(request -> request.queueName("queue")).queueUrl();
                WorkerLoop run = new WorkerLoop(sqs, queue, lab.count(MESSAGES));
                run.compare(Duration.ofMillis(1)); // warms up
                for (int round = 0; round < lab.rounds(); round++) {
                    for (Map.Entry<Integer, String> latency : GOALS.entrySet()) {
                        String name = latency.getKey() + " ms";
                        double[] rates = run.compare(Duration.ofMillis(latency.getKey()));
                        recorder.figure("loop/" + name, "a second", rates[0]);
                        recorder.figure("worker/" + name, "a second", rates[1]);
                        recorder.ratio("worker/" + name + " by loop", latency.getValue(), rates[1] / rates[0]);
                    }
                }
            }
        }
    }

    private double[] compare(Duration latency) throws IOException {
        SlowBucket sequentialBucket = new SlowBucket(latency);
        double sequential = rate(event -> sequentialLoop(event, sequentialBucket), sequentialBucket);
        SlowBucket workerBucket = new SlowBucket(latency);
        WorkerHandler worker = worker(workerBucket);
        FakeContext context = new FakeContext(30_000);
        return new double[] {sequential, rate(event -> worker.handleRequest(event, context), workerBucket)};
    }

    private WorkerHandler worker(Bucket bucket) {
        return new WorkerHandler(
                WorkerConfig.builder(Sources.parse("benchmark", SOURCES))
                        .queueUrl(queue)
                        .dlqUrl(queue)
                        .bucket("b")
                        .build(),
                Peers.builder()
                        .deadLetters(new SqsDeadLetters(sqs, queue))
                        .visibility(new SqsVisibility(sqs, queue, List.of()))
                        .bucket(bucket)
                        .bus((bus, source, type, detail, time) -> {})
                        .http(allowPrivate -> (url, headers, body, timeout) -> 200)
                        .certificates((url, maxBytes) -> new byte[0])
                        .subscriptions((topic, token) -> Subscriptions.Result.CONFIRMED)
                        .secrets((reference, fresh) -> SecretSet.fixed(SECRET))
                        .clock(Clock.systemUTC())
                        .log(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                        .build());
    }

    /** What the usual handler does: a loop over the records. */
    private static SQSBatchResponse sequentialLoop(SQSEvent event, Bucket bucket) {
        SignatureVerifier verifier = new SignatureVerifier((reference, fresh) -> SecretSet.fixed(SECRET));
        List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            try {
                Map<String, String> attributes = new LinkedHashMap<>();
                message.getMessageAttributes().forEach((name, value) -> attributes.put(name, value.getStringValue()));
                ReceivedRequest request = (ReceivedRequest) Delivery.open(message.getBody(), attributes);
                if (verifier.verify(request, SOURCE) instanceof Verification.Genuine genuine) {
                    bucket.putIfAbsent(genuine.event().id(), request.body(), "application/json", Map.of());
                }
            } catch (Exception e) {
                failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    /** Messages a second, from a full queue to an empty one. Every message must have been written. */
    private double rate(Function<SQSEvent, SQSBatchResponse> handler, SlowBucket bucket) throws IOException {
        fill();
        long start = System.nanoTime();
        int left = messages;
        while (left > 0) {
            left -= poll(handler);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (bucket.written.get() != messages) {
            throw new IllegalStateException(bucket.written + " of " + messages + " were written");
        }
        return messages / seconds;
    }

    private void fill() throws IOException {
        SqsQueue door = new SqsQueue(sqs, queue);
        SignatureScheme scheme = (SignatureScheme) SOURCE.scheme();
        Instant now = Clock.systemUTC().instant();
        for (int i = 0; i < messages; i++) {
            byte[] body = (i + "x".repeat(2048)).substring(0, 2048).getBytes(UTF_8);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("x-github-delivery", "id-" + i);
            ReceivedRequest unsigned = new ReceivedRequest("s", now, "POST", "https://door/s", headers, body);
            headers.putAll(new RequestSigner(scheme).sign(unsigned, SECRET, now));
            ReceivedRequest request = new ReceivedRequest("s", now, "POST", "https://door/s", headers, body);
            door.send(QueueMessage.of(request, scheme.declaredHeaders()), "s", null);
        }
    }

    private int poll(Function<SQSEvent, SQSBatchResponse> handler) {
        List<Message> received = sqs.receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNamesWithStrings("All"))
                .messages();
        SQSEvent event = Records.event(received.stream()
                .map(message -> {
                    Map<String, String> attributes = new LinkedHashMap<>();
                    message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
                    return Records.record(message.messageId(), message.body(), attributes);
                })
                .toArray(SQSEvent.SQSMessage[]::new));
        Set<String> failed = new HashSet<>();
        handler.apply(event).getBatchItemFailures().forEach(failure -> failed.add(failure.getItemIdentifier()));
        if (!failed.isEmpty()) {
            throw new IllegalStateException(failed.size() + " records failed");
        }
        sqs.deleteMessageBatch(request -> request.queueUrl(queue)
                .entries(received.stream()
                        .map(message -> DeleteMessageBatchRequestEntry.builder()
                                .id(message.messageId())
                                .receiptHandle(message.receiptHandle())
                                .build())
                        .toList()));
        return received.size();
    }

    /** Counts what is written, after a wait. */
    private static final class SlowBucket implements Bucket {
        private final Duration latency;
        private final AtomicInteger written = new AtomicInteger();

        SlowBucket(Duration latency) {
            this.latency = latency;
        }

        private void write() {
            if (!latency.isZero()) {
                LockSupport.parkNanos(latency.toNanos());
            }
            written.incrementAndGet();
        }

        @Override
        public String name() {
            return "b";
        }

        @Override
        public byte @Nullable [] get(String key) {
            return null;
        }

        @Override
        public void put(String key, byte[] object, String contentType, Map<String, String> metadata) {
            write();
        }

        @Override
        public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata) {
            write();
            return true;
        }

        @Override
        public void delete(String key) {
            // Nothing is kept.
        }

        @Override
        public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) {
            return new Page(List.of(), null);
        }
    }
}
