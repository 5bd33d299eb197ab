package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.Attributes;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A handler with a queue and an inbox that remember what they took, or are down. */
final class TestHandler {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:00.123Z");
    static final Sources SOURCES = Sources.parse("test", """
            {"github": {"scheme": "github", "secret": "env:X"},
             "twilio": {"scheme": "twilio", "secret": "env:X"},
             "small": {"scheme": "github", "secret": "env:X", "maxBytes": 10},
             "fenced": {"scheme": "github", "secret": "env:X", "allow": ["203.0.113.0/24", "2001:db8::/32"]},
             "own": {"scheme": {"header": "x-hmac", "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{body}",
                                "id": "x-webhook-id", "type": "x-topic"}, "secret": "env:X"}}
            """);

    final List<QueueMessage> queued = new ArrayList<>();
    final List<String> groups = new ArrayList<>();
    final Map<String, byte[]> inbox = new LinkedHashMap<>();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    boolean queueDown;
    boolean inboxDown;

    /** With the inbox above; a test may set another, or null. */
    IngestHandler.Builder builder() {
        return builder(SOURCES);
    }

    IngestHandler.Builder builder(Sources sources) {
        return IngestHandler.builder(sources, (message, group, trace) -> {
                    if (queueDown) {
                        throw new IOException("down");
                    }
                    queued.add(message);
                    groups.add(group);
                })
                .inbox((key, object, timeLeft) -> {
                    if (inboxDown) {
                        throw new IOException("down");
                    }
                    inbox.put(key, object);
                })
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .log(new PrintStream(log, true, UTF_8));
    }

    Map<?, ?> handle(Event event) throws Exception {
        return handle(builder().build(), event.bytes());
    }

    static Map<?, ?> handle(IngestHandler handler, byte[] event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), output, null);
        return (Map<?, ?>) Json.read(output.toByteArray());
    }

    void assertRefused(Event event, int status) throws Exception {
        Map<?, ?> answer = handle(event);
        assertThat(answer.get("statusCode")).hasToString(Integer.toString(status));
        assertThat(queued).isEmpty();
        assertThat(inbox).isEmpty();
    }

    void assertAccepted(Event event) throws Exception {
        assertThat(handle(event).get("statusCode")).hasToString("200");
    }

    /** The id that an answer names, or null. */
    static @Nullable String id(Map<?, ?> answer) {
        return (String) ((Map<?, ?>) answer.get("headers")).get("weir-id");
    }

    /** What was kept since the last call, on the queue or in the inbox, as messages that do not know their id. */
    List<QueueMessage> kept(@Nullable String id) throws MalformedEnvelopeException {
        List<QueueMessage> kept = new ArrayList<>(queued);
        for (byte[] object : inbox.values()) {
            kept.add(InboxObject.read(object));
        }
        queued.clear();
        inbox.clear();
        return kept.stream()
                .map(message -> without(message, String.valueOf(id)))
                .toList();
    }

    private static QueueMessage without(QueueMessage message, String id) {
        Map<String, String> attributes = new LinkedHashMap<>(message.attributes());
        attributes.computeIfPresent(Attributes.REQUEST, (name, line) -> line.replace(id, "(id)"));
        return new QueueMessage(message.body(), attributes);
    }
}
