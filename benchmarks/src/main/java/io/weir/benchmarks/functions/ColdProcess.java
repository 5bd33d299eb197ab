package io.weir.benchmarks.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.ingest.IngestHandler;
import io.weir.worker.fakes.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.crac.Core;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A process that makes a handler from its environment, answers one request and ends. It prints how long the request took alone, in
 * milliseconds. The argument is {@code bare} (the least that takes an event and sends it on), {@code ingest} or {@code primed}.
 */
public final class ColdProcess {
    private ColdProcess() {}

    public static void main(String[] arguments) throws IOException {
        RequestStreamHandler handler = switch (arguments[0]) {
            case "bare" -> bare();
            case "primed" -> primed();
            default -> new IngestHandler();
        };
        ByteArrayInputStream event = new ByteArrayInputStream(Webhooks.event());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        FakeContext context = new FakeContext(15_000);
        long start = System.nanoTime();
        handler.handleRequest(event, answer, context);
        double millis = (System.nanoTime() - start) / 1e6;
        if (!answer.toString(UTF_8).contains("200")) {
            throw new IOException("not accepted: " + answer.toString(UTF_8));
        }
        System.out.println("first request " + millis);
    }

    private static RequestStreamHandler bare() {
        SqsClient sqs =
                SqsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
        String queue = System.getenv("WEIR_QUEUE_URL");
        return (input, output, context) -> {
            String event = new String(input.readAllBytes(), UTF_8);
            sqs.sendMessage(request -> request.queueUrl(queue).messageBody(event));
            output.write("{\"statusCode\":200}".getBytes(UTF_8));
        };
    }

    private static RequestStreamHandler primed() {
        IngestHandler handler = new IngestHandler();
        handler.beforeCheckpoint(Core.getGlobalContext());
        return handler;
    }
}
