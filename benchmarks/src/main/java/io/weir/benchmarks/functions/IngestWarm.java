package io.weir.benchmarks.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.SqsQueue;
import io.weir.priming.LoopbackServer;
import io.weir.priming.SqsAnswers;
import io.weir.worker.fakes.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The ingest function when it is warm: from the event to the answer, beside the SendMessage alone, by the same client, of the same
 * message, to the same queue behind TLS on the loopback address. Both take turns, so that a burst of other work meets both.
 */
public final class IngestWarm {
    private static final int WARM_UP_ROUNDS = 10;
    private static final int ROUNDS = 40;
    private static final int REQUESTS = 250;
    private static final double P50_GOAL = 1.10;
    private static final double P99_GOAL = 1.2;

    /** One request from beginning to end. */
    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    private IngestWarm() {}

    public static void main(String[] arguments) throws IOException {
        try (LoopbackServer server = LoopbackServer.start(SqsAnswers::sendMessage);
                SdkHttpClient http = UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(server::trust)
                        .build();
                SqsClient sqs = SqsClient.builder()
                        .httpClient(http)
                        .overrideConfiguration(times -> times.retryStrategy(RetryMode.STANDARD))
                        .endpointOverride(server.uri())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("benchmark", "benchmark")))
                        .build()) {
            String queue = server.uri() + "/0/queue";
            System.out.println(Figure.json(compare(bare(sqs, queue), function(sqs, queue))));
        }
    }

    private static Call bare(SqsClient sqs, String queue) {
        Source source = Objects.requireNonNull(
                Sources.parse("benchmark", Webhooks.SOURCES).find("github"));
        ReceivedRequest request = new ReceivedRequest(
                "github",
                Clock.systemUTC().instant(),
                "POST",
                "https://door.example/github",
                Webhooks.HEADERS,
                Webhooks.BODY.getBytes(UTF_8),
                "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        QueueMessage message = QueueMessage.of(request, source.scheme().declaredHeaders());
        return () -> sqs.sendMessage(
                SqsQueue.request(queue, message).messageGroupId("github").build());
    }

    private static Call function(SqsClient sqs, String queue) {
        IngestHandler handler = IngestHandler.builder(
                        Sources.parse("benchmark", Webhooks.SOURCES), new SqsQueue(sqs, queue))
                .log(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .build();
        byte[] event = Webhooks.event();
        FakeContext context = new FakeContext(15_000);
        return () -> {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), answer, context);
            if (!answer.toString(UTF_8).contains("\"statusCode\":200")) {
                throw new IOException("not accepted: " + answer.toString(UTF_8));
            }
        };
    }

    private static List<Figure> compare(Call bare, Call function) throws IOException {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            time(bare, new long[REQUESTS], 0);
            time(function, new long[REQUESTS], 0);
        }
        long[] bareTimes = new long[ROUNDS * REQUESTS];
        long[] functionTimes = new long[ROUNDS * REQUESTS];
        for (int round = 0; round < ROUNDS; round++) {
            time(bare, bareTimes, round * REQUESTS);
            time(function, functionTimes, round * REQUESTS);
        }
        Arrays.sort(bareTimes);
        Arrays.sort(functionTimes);
        return List.of(
                Figure.of("bare SendMessage, p50", "us", at(bareTimes, 0.50)),
                Figure.of("bare SendMessage, p99", "us", at(bareTimes, 0.99)),
                Figure.of("ingest function warm, p50", "us", at(functionTimes, 0.50))
                        .against(at(bareTimes, 0.50), P50_GOAL),
                Figure.of("ingest function warm, p99", "us", at(functionTimes, 0.99))
                        .against(at(bareTimes, 0.99), P99_GOAL));
    }

    private static void time(Call call, long[] times, int from) throws IOException {
        for (int i = from; i < from + REQUESTS; i++) {
            long start = System.nanoTime();
            call.run();
            times[i] = System.nanoTime() - start;
        }
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) (sorted.length * part)] / 1e3;
    }
}
