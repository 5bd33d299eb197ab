package io.weir.ingest;

import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.Sources;
import io.weir.priming.LoopbackServer;
import io.weir.priming.SqsAnswers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a handler is asked before its snapshot, and what its queue answers: a request that the queue takes, so often that what it
 * runs is compiled, and one that the bucket takes.
 */
final class Priming {
    static final Sources SOURCES =
            Sources.parse("priming", "{\"priming\": {\"scheme\": \"github\", \"secret\": \"env:PRIMING\"}}");

    /** The least number of calls after which the compiler of Lambda's default level has taken most of what runs. */
    private static final int REQUESTS = 250;

    private static final int MAX_REFUSED = 3;

    private static final String EVENT = """
            {"version": "2.0", "rawPath": "/priming", "rawQueryString": "", "headers": {"host": "localhost",
             "content-type": "application/json", "x-github-delivery": "0", "x-github-event": "push",
             "x-hub-signature-256": "sha256="},
             "requestContext": {"stage": "$default", "http": {"method": "POST", "sourceIp": "127.0.0.1"}},
             "body": "(body)", "isBase64Encoded": false}
            """;

    private Priming() {}

    /**
     * Sends the requests. The first one loads everything, for which a function of little memory may need longer than a request has.
     *
     * @throws IOException if some are not accepted
     */
    static void run(IngestHandler handler) throws IOException {
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            refused += isAccepted(handler, "{}") ? 0 : 1;
            if (refused > MAX_REFUSED) {
                throw new IOException(refused + " requests were not accepted");
            }
        }
        if (!isAccepted(handler, "x".repeat(SqsLimits.MESSAGE_BYTES))) {
            throw new IOException("a large request was not accepted");
        }
    }

    private static boolean isAccepted(IngestHandler handler, String body) throws IOException {
        byte[] event = EVENT.replace("(body)", body).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handle(new ByteArrayInputStream(event), answer);
        return answer.toString(StandardCharsets.UTF_8).contains("\"statusCode\":200");
    }

    /** What SQS answers to a SendMessage, which the client checks, and S3 to a PUT. */
    static String answer(LoopbackServer.Request request) {
        if (request.line().startsWith("PUT")) {
            return "";
        }
        return SqsAnswers.sendMessage(request);
    }
}
