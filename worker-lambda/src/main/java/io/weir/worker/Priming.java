package io.weir.worker;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.priming.LoopbackServer;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.aws.AwsClients;
import io.weir.worker.batch.BatchProcessor;
import io.weir.worker.guard.Downstreams;
import io.weir.worker.record.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Batches that a worker processes before its snapshot, against a server of this machine that answers as Secrets Manager, DynamoDB and S3
 * do: signed webhooks, each of which is verified, claimed and archived.
 */
final class Priming {
    /** With ten records each, so often that the compiler of Lambda's default level has taken most of what runs. */
    private static final int BATCHES = 25;

    private static final int RECORDS = 10;
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final byte[] SECRET = "priming".getBytes(StandardCharsets.UTF_8);
    private static final String NAME = "priming";

    private Priming() {}

    /**
     * Processes the batches. The first one loads everything, for which a function of little memory may need longer than a call has.
     *
     * @throws IOException if not even half of the records had their effect, or there is no server
     */
    static void run() throws IOException {
        Sources sources = Sources.parse(NAME, """
                {"priming": {"scheme": "github", "actions": ["archive"],
                             "secret": "arn:aws:secretsmanager:us-east-1:000000000000:secret:priming"}}
                """);
        WorkerConfig config =
                WorkerConfig.builder(sources).bucket(NAME).table(NAME).build();
        try (LoopbackServer server = LoopbackServer.start(Priming::answer);
                AwsClients aws = AwsClients.of(server)) {
            AtomicInteger done = new AtomicInteger();
            Peers peers = AwsPeers.of(config, aws).toBuilder()
                    .reports(report -> {
                        if (report.outcome() instanceof Outcome.Done) {
                            done.incrementAndGet();
                        }
                    })
                    .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .build();
            process(new Wiring(config, peers, Downstreams.FIRST_WAIT).processor(), sources);
            if (done.get() < BATCHES * RECORDS / 2) {
                throw new IOException(done + " of " + BATCHES * RECORDS + " records were processed");
            }
        }
    }

    private static void process(BatchProcessor processor, Sources sources) throws IOException {
        Source source = Objects.requireNonNull(sources.find(NAME));
        for (int i = 0; i < BATCHES; i++) {
            SQSEvent event = new SQSEvent();
            event.setRecords(new ArrayList<>());
            for (int j = 0; j < RECORDS; j++) {
                event.getRecords().add(record(i + "-" + j, signed(source, i + "-" + j)));
            }
            processor.process(event, TIME);
        }
    }

    private static QueueMessage signed(Source source, String id) throws IOException {
        SignatureScheme scheme = (SignatureScheme) source.scheme();
        Instant now = Clock.systemUTC().instant();
        Map<String, String> headers = new TreeMap<>(Map.of("x-github-delivery", id, "x-github-event", "push"));
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        ReceivedRequest unsigned = new ReceivedRequest(NAME, now, "POST", "https://localhost/", headers, body);
        headers.putAll(new RequestSigner(scheme).sign(unsigned, SECRET, now));
        return QueueMessage.of(
                new ReceivedRequest(NAME, now, "POST", "https://localhost/", headers, body), scheme.declaredHeaders());
    }

    private static SQSEvent.SQSMessage record(String id, QueueMessage content) {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId(id);
        message.setReceiptHandle(id);
        message.setBody(content.body());
        Map<String, SQSEvent.MessageAttribute> attributes = new HashMap<>();
        content.attributes().forEach((name, value) -> {
            SQSEvent.MessageAttribute attribute = new SQSEvent.MessageAttribute();
            attribute.setDataType("String");
            attribute.setStringValue(value);
            attributes.put(name, attribute);
        });
        message.setMessageAttributes(attributes);
        return message;
    }

    /** What the service of a request answers, as far as the worker reads it. */
    static String answer(LoopbackServer.Request request) {
        String target = request.headers().getOrDefault("x-amz-target", "");
        try {
            return switch (target.substring(target.indexOf('.') + 1)) {
                case "UpdateItem" -> Json.write(Map.of("Attributes", item(Json.readObject(request.body()))));
                case "GetSecretValue" ->
                    Json.write(Map.of("SecretString", new String(SECRET, StandardCharsets.UTF_8), "CreatedDate", 0));
                default -> "";
            };
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The item that an update writes: its key and its values, which are called as the attributes. */
    private static Map<Object, Object> item(Map<String, ?> update) {
        Map<Object, Object> item = new HashMap<>((Map<?, ?>) Objects.requireNonNull(update.get("Key")));
        ((Map<?, ?>) Objects.requireNonNull(update.get("ExpressionAttributeValues")))
                .forEach((name, value) -> item.put(String.valueOf(name).substring(1), value));
        return item;
    }
}
