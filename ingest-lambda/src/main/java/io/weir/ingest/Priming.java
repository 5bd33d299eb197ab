package io.weir.ingest;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Loads and runs the classes of a request without sending one. */
final class Priming {
    private static final String EVENT = """
            {"version": "2.0", "rawPath": "/(priming)", "rawQueryString": "", "headers": {"host": "localhost"},
             "requestContext": {"stage": "$default", "http": {"method": "POST", "sourceIp": "127.0.0.1"}},
             "body": "{}", "isBase64Encoded": false}
            """;

    private Priming() {}

    static void run(Door door) throws IOException {
        HttpEvent event = HttpEventParser.parse(new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)));
        door.answer(event, null);
        QueueMessage.of(
                        new ReceivedRequest(
                                "priming", Instant.EPOCH, event.method(), event.url(), event.headers(), event.body()),
                        List.of("host"))
                .sizeInBytes();
    }
}
