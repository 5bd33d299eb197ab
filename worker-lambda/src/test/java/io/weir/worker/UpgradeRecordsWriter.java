package io.weir.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Voucher;
import io.weir.json.Json;
import io.weir.worker.fakes.Records;
import io.weir.worker.kit.TestMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes the messages and the table of claims that this version leaves, for later ones to read. Not one of the tests:
 * {@code scripts/upgrade-fixtures} runs it, once a release.
 */
class UpgradeRecordsWriter extends UpgradeWorkerFixture {
    /** The property that names the folder of this version. */
    private static final String TARGET = "weir.fixtures";

    private static final String SNS = "AIDAIT2UOQQY3AUEKVGXU";
    private static final byte[] NO_TEXT = {0, (byte) 0xFF, '{'};

    private final List<UpgradeRecords.Laid> messages = new ArrayList<>();
    private int ids;

    private String id() {
        return "01JN5V4C3QF3ZC2W7V9V6N3G%02d".formatted(ids++);
    }

    private static void write(String file, Map<String, Object> json) throws Exception {
        Path target = Files.createDirectories(Path.of(System.getProperty(TARGET)));
        Files.writeString(target.resolve(file), Json.write(json) + "\n");
    }

    private static byte[] body(String text) {
        return ("{\"text\":\"" + text + ": \u20ac\"}").getBytes(UTF_8);
    }

    /** As the door takes it: signed, and with an id. */
    private ReceivedRequest posted(String source, String event, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("x-github-delivery", event);
        all.put("x-github-event", "push");
        String url = "https://door/" + source + "?a=b%20c";
        return new ReceivedRequest(source, NOW, "POST", url, signed(source, all, "secret", body, NOW), body)
                .withId(id());
    }

    private static List<String> declared(String source) {
        return List.copyOf(Objects.requireNonNull(SOURCES.find(source)).scheme().declaredHeaders());
    }

    private static QueueMessage laid(ReceivedRequest request) {
        return QueueMessage.of(request, declared(request.source()));
    }

    private static Map<String, String> manyHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            headers.put("x-header-" + i, "value " + i + ", \u20ac \"\\");
        }
        headers.put("x-empty", "");
        headers.put("content-type", "application/json");
        return headers;
    }

    /** What this version makes of it is written down, too. */
    private void add(String name, QueueMessage message, @Nullable String sender, Map<String, byte[]> inbox)
            throws Exception {
        mails.clear();
        List<String> before = archived();
        assertThat(handle(received(message, sender, inbox))).as(name).isEmpty();
        List<String> after = new ArrayList<>(archived());
        before.forEach(after::remove);
        List<String> mailed = List.copyOf(mails);
        assertThat(mailed.size() + after.size()).as("effects of " + name).isPositive();
        messages.add(new UpgradeRecords.Laid(
                name, certificate, message, sender, inbox, opened(message, inbox), mailed, after));
    }

    private void add(String name, QueueMessage message) throws Exception {
        add(name, message, null, Map.of());
    }

    private void addPointer(String name, ReceivedRequest request, byte[] object) throws Exception {
        String key = BucketKeys.INBOX + "2026/03/04/" + request.source() + "/" + request.id();
        String pointer = new Delivery.InboxPointer("bucket", key).notification();
        add(name, new QueueMessage(pointer, Map.of()), null, Map.of(key, object));
    }

    private void addReplay(String name, @Nullable String action) throws Exception {
        ReceivedRequest request = posted("mailed", "d-" + name, manyHeaders(), body(name));
        String of = Objects.requireNonNull(request.id());
        add(name, Voucher.vouched(OPERATOR_KEY, laid(request), id(), of, action, NOW));
    }

    @Test
    void writeMessages() throws Exception {
        add("plain", laid(posted("mailed", "d-plain", Map.of(), body("plain"))));
        add("base64", laid(posted("github", "d-base64", Map.of(), NO_TEXT)));
        add("empty", laid(posted("github", "d-empty", Map.of(), new byte[0])));
        add("many-headers", laid(posted("mailed", "d-many", manyHeaders(), body("many headers"))));
        ReceivedRequest text = posted("mailed", "d-pointer", manyHeaders(), body("in the inbox"));
        addPointer("pointer-to-text", text, InboxObject.write(laid(text)));
        ReceivedRequest bytes = posted("github", "d-bytes", manyHeaders(), new byte[] {'x', 0, (byte) 0xFE});
        byte[] head = InboxObject.head(bytes, declared("github"));
        byte[] object = Arrays.copyOf(head, head.length + bytes.body().length);
        System.arraycopy(bytes.body(), 0, object, head.length, bytes.body().length);
        addPointer("pointer-to-bytes", bytes, object);
        addReplay("voucher", null);
        addReplay("voucher-of-one-action", "email");
        TestMessage own = TestMessage.notification().with("Subject", "put by SNS");
        String json = own.sign(CERTIFICATE.keys()).json();
        add("sns-own-put", new QueueMessage(json, Map.of()), SNS, Map.of());
        String another = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf325";
        add("sns-by-the-door", sns(TestMessage.notification().with("MessageId", another)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("certificate", Base64.getEncoder().encodeToString(certificate));
        all.put("messages", messages.stream().map(UpgradeRecords.Laid::json).toList());
        write(UpgradeRecords.MESSAGES, all);
    }

    /** The table as it is while one event is in hand, after another failed at its mail, and one was done, and one long ago. */
    @Test
    void writeClaims() throws Exception {
        Map<String, QueueMessage> events = new LinkedHashMap<>();
        for (String state : List.of("forgotten", "done", "begun", "in-hand")) {
            events.put(state, laid(posted("mailed", "d-" + state, Map.of(), body(state))));
        }
        clock.advance(Duration.ofDays(-15));
        assertThat(handle(Records.record("m", events.get("forgotten")))).isEmpty();
        clock.advance(Duration.ofDays(15));
        assertThat(handle(Records.record("m", events.get("done")))).isEmpty();
        mailDown = true;
        assertThat(handle(Records.record("m", events.get("begun")))).containsExactly("m");
        mailDown = false;
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        beforeMail = () -> items.addAll(
                dynamoDb.client().scan(scan -> scan.tableName("claims")).items());
        assertThat(handle(Records.record("m", events.get("in-hand")))).isEmpty();
        assertThat(items).hasSizeGreaterThanOrEqualTo(events.size());
        Map<String, Object> told = new LinkedHashMap<>();
        events.forEach((state, message) ->
                told.put(state, Map.of("body", message.body(), "attributes", message.attributes())));
        Stream<Map<String, Object>> all = items.stream().map(UpgradeRecords::json);
        write(UpgradeRecords.CLAIMS, Map.of("events", told, "items", all.toList()));
    }
}
