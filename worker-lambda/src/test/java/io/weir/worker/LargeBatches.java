package io.weir.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.config.Environment;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Sources;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.Records;
import io.weir.worker.sns.Subscriptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Processes batches of ten records of 1 MiB, the largest that SQS has, in a small heap: see {@link WorkerMemoryTest}. */
final class LargeBatches {
    private static final int BATCHES = 30;
    private static final byte[] SECRET = "secret".getBytes(UTF_8);

    private LargeBatches() {}

    public static void main(String[] arguments) throws Exception {
        WorkerConfig config = WorkerConfig.read(new Environment(Map.of(
                "WEIR_SOURCES", "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}",
                "WEIR_QUEUE_URL", "queue",
                "WEIR_DLQ_URL", "dlq",
                "WEIR_BUCKET", "b")));
        Instant now = Clock.systemUTC().instant();
        WorkerHandler worker = new WorkerHandler(
                config,
                Peers.builder()
                        .deadLetters((record, failure) -> {})
                        .visibility(delays -> Map.of())
                        .bucket(new Nowhere())
                        .bus((bus, source, type, detail, time) -> {})
                        .http(allowPrivate -> (url, headers, body, timeout) -> 200)
                        .certificates((url, maxBytes) -> new byte[0])
                        .subscriptions((topic, token) -> Subscriptions.Result.CONFIRMED)
                        .secrets((reference, fresh) -> SecretSet.fixed(SECRET))
                        .clock(Clock.systemUTC())
                        .log(new PrintStream(OutputStream.nullOutputStream()))
                        .build());
        for (int batch = 0; batch < BATCHES; batch++) {
            SQSEvent.SQSMessage[] records = new SQSEvent.SQSMessage[10];
            for (int i = 0; i < records.length; i++) {
                records[i] = Records.record("m" + i, message(config.sources(), now, batch + "-" + i));
            }
            if (!worker.handleRequest(Records.event(records), new FakeContext(30_000))
                    .getBatchItemFailures()
                    .isEmpty()) {
                throw new IllegalStateException("a record failed");
            }
        }
    }

    /** Bytes that are no text, so that they travel as base64: 1 MiB on the queue. */
    private static QueueMessage message(Sources sources, Instant now, String id) throws Exception {
        byte[] body = new byte[780_000];
        body[0] = (byte) 0xFF;
        SignatureScheme scheme = (SignatureScheme) sources.find("s").scheme();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        ReceivedRequest unsigned = new ReceivedRequest("s", now, "POST", "https://door/s", headers, body);
        headers.putAll(new RequestSigner(scheme).sign(unsigned, SECRET, now));
        return QueueMessage.of(
                new ReceivedRequest("s", now, "POST", "https://door/s", headers, body), scheme.declaredHeaders());
    }

    /** Takes everything and keeps nothing. */
    private static final class Nowhere implements Bucket {
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
            // Nothing is kept.
        }

        @Override
        public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata) {
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
