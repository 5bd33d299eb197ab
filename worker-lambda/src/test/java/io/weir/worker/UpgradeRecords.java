package io.weir.worker;

import io.weir.envelope.QueueMessage;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a version left on AWS: a folder of {@code upgrade/}, written by that version's {@link UpgradeRecordsWriter} and never again.
 *
 * @param folder holds {@code messages.json} and {@code claims.json}
 */
record UpgradeRecords(Path folder) {
    static final String MESSAGES = "messages.json";
    static final String CLAIMS = "claims.json";

    /** Tests run in the folder of their module. */
    private static final Path ALL = Path.of("..", "upgrade");

    /**
     * A message of the queue.
     *
     * @param name what is special about it
     * @param certificate that of SNS, in PEM
     * @param sender SQS' {@code SenderId}; null of a role
     * @param inbox the object that it points to, under its key
     * @param request the request as that version opened it, as JSON; null if it holds none
     * @param mails what that version mailed
     * @param archived SHA-256 in hex of what it archived
     */
    record Laid(
            String name,
            byte[] certificate,
            QueueMessage message,
            @Nullable String sender,
            Map<String, byte[]> inbox,
            @Nullable String request,
            List<String> mails,
            List<String> archived) {
        /** All but the certificate. */
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("body", message.body());
            json.put("attributes", message.attributes());
            if (sender != null) {
                json.put("sender", sender);
            }
            Map<String, Object> objects = new LinkedHashMap<>();
            inbox.forEach((key, object) -> objects.put(key, Base64.getEncoder().encodeToString(object)));
            json.put("inbox", objects);
            if (request != null) {
                json.put("request", request);
            }
            json.put("mails", mails);
            json.put("archived", archived);
            return json;
        }

        static Laid of(Map<?, ?> json, byte[] certificate) {
            Map<String, byte[]> inbox = new LinkedHashMap<>();
            texts(json.get("inbox"))
                    .forEach((key, object) -> inbox.put(key, Base64.getDecoder().decode(object)));
            return new Laid(
                    (String) json.get("name"),
                    certificate,
                    messageOf(json),
                    (String) json.get("sender"),
                    inbox,
                    (String) json.get("request"),
                    list(json.get("mails")),
                    list(json.get("archived")));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those that have this file. */
    static List<UpgradeRecords> having(String file) throws IOException {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(folder -> Files.exists(folder.resolve(file)))
                    .sorted()
                    .map(UpgradeRecords::new)
                    .toList();
        }
    }

    private Map<String, @Nullable Object> read(String file) throws IOException, JsonException {
        return Json.readObject(Files.readString(folder.resolve(file)));
    }

    List<Laid> messages() throws IOException, JsonException {
        Map<String, @Nullable Object> json = read(MESSAGES);
        byte[] certificate = Base64.getDecoder().decode((String) json.get("certificate"));
        return ((List<?>) json.get("messages"))
                .stream().map(each -> Laid.of((Map<?, ?>) each, certificate)).toList();
    }

    /** The message of an event that was claimed, by what had become of it. */
    QueueMessage event(String state) throws IOException, JsonException {
        return messageOf((Map<?, ?>) ((Map<?, ?>) read(CLAIMS).get("events")).get(state));
    }

    /** The items of the table. */
    List<Map<String, AttributeValue>> items() throws IOException, JsonException {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (Object each : (List<?>) read(CLAIMS).get("items")) {
            Map<String, AttributeValue> item = new LinkedHashMap<>();
            ((Map<?, ?>) each).forEach((name, value) -> item.put((String) name, attribute((Map<?, ?>) value)));
            items.add(item);
        }
        return items;
    }

    /** An item as the API of DynamoDB has it in JSON. */
    static Map<String, Object> json(Map<String, AttributeValue> item) {
        Map<String, Object> json = new LinkedHashMap<>();
        item.keySet().stream().sorted().forEach(name -> {
            AttributeValue value = item.get(name);
            json.put(
                    name,
                    switch (value.type()) {
                        case S -> Map.of("S", value.s());
                        case N -> Map.of("N", value.n());
                        case BOOL -> Map.of("BOOL", value.bool());
                        default -> throw new IllegalStateException(name + " is a " + value.type());
                    });
        });
        return json;
    }

    private static AttributeValue attribute(Map<?, ?> json) {
        Object value = json.values().iterator().next();
        return switch (String.valueOf(json.keySet().iterator().next())) {
            case "S" -> AttributeValue.fromS((String) value);
            case "N" -> AttributeValue.fromN((String) value);
            case "BOOL" -> AttributeValue.fromBool((Boolean) value);
            default -> throw new IllegalStateException("neither S, N nor BOOL: " + json);
        };
    }

    private static QueueMessage messageOf(Map<?, ?> json) {
        return new QueueMessage((String) json.get("body"), texts(json.get("attributes")));
    }

    private static Map<String, String> texts(@Nullable Object json) {
        Map<String, String> texts = new LinkedHashMap<>();
        ((Map<?, ?>) json).forEach((name, text) -> texts.put((String) name, (String) text));
        return texts;
    }

    private static List<String> list(@Nullable Object json) {
        return ((List<?>) json).stream().map(String.class::cast).toList();
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
