package io.weir.cli.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.sns.SnsVerifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The usual mistakes with a message of SNS: what changed a field on the way, tried by the verifier itself. */
final class SnsMistakes {
    private static final List<String> FIELDS = List.of("Message", "Subject", "MessageId", "Timestamp", "TopicArn");

    private SnsMistakes() {}

    /** Each a clause behind "it matches if". */
    static List<String> find(Source source, ReceivedRequest request, SnsVerifier verifier) {
        Map<String, @Nullable Object> message;
        try {
            message = Json.readObject(request.body());
        } catch (JsonException e) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (Variant<Map<String, @Nullable Object>> other : variants(message)) {
            byte[] body = Json.write(other.value()).getBytes(UTF_8);
            Verification verification = verifier.verifyAtOwnTime(body, source);
            if (verification instanceof Verification.Genuine
                    || verification instanceof Verification.SubscriptionPending) {
                found.add(other.name());
            }
        }
        return found;
    }

    private static List<Variant<Map<String, @Nullable Object>>> variants(Map<String, @Nullable Object> message) {
        List<Variant<Map<String, @Nullable Object>>> all = new ArrayList<>();
        String other = "1".equals(message.get("SignatureVersion")) ? "2" : "1";
        all.add(with(message, "SignatureVersion", other, "SignatureVersion is " + other));
        all.add(with(message, "Subject", null, "there is no Subject"));
        all.add(with(message, "Subject", "", "the Subject is there and empty"));
        for (String field : FIELDS) {
            if (message.get(field) instanceof String text) {
                change(message, field, text, "has no white space around it", String::strip, all);
                change(message, field, text, "has a newline at its end", value -> value + "\n", all);
                change(message, field, text, "has LF for CR LF", value -> value.replace("\r\n", "\n"), all);
                change(message, field, text, "has CR LF for LF", value -> value.replace("\n", "\r\n"), all);
                change(message, field, text, "has its escapes read once more", SnsMistakes::unescaped, all);
                change(message, field, text, "is compact JSON", value -> printed(value, JsonPrint.COMPACT), all);
                change(message, field, text, "is JSON with spaces", value -> printed(value, JsonPrint.SPACED), all);
                change(
                        message,
                        field,
                        text,
                        "has characters, not entities of HTML",
                        value -> value.replace("&quot;", "\"")
                                .replace("&lt;", "<")
                                .replace("&gt;", ">")
                                .replace("&amp;", "&"),
                        all);
            }
        }
        return all;
    }

    private static void change(
            Map<String, @Nullable Object> message,
            String field,
            String text,
            String how,
            UnaryOperator<String> changed,
            List<Variant<Map<String, @Nullable Object>>> all) {
        String other = changed.apply(text);
        if (!other.equals(text)) {
            all.add(with(message, field, other, field + " " + how));
        }
    }

    private static Variant<Map<String, @Nullable Object>> with(
            Map<String, @Nullable Object> message, String field, @Nullable String value, String name) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(message);
        changed.remove(field);
        if (value != null) {
            changed.put(field, value);
        }
        return new Variant<>(name, changed);
    }

    private static String unescaped(String text) {
        try {
            return Json.read("\"" + text + "\"") instanceof String once ? once : text;
        } catch (JsonException e) {
            return text;
        }
    }

    private static String printed(String text, JsonPrint print) {
        try {
            return print.print(Json.read(text));
        } catch (JsonException e) {
            return text;
        }
    }

    static List<String> advice(Reason reason) {
        return switch (reason) {
            case UNSIGNED ->
                List.of("Set RawMessageDelivery=false on the subscription: raw messages carry no signature.");
            case TOPIC ->
                List.of("Add the TopicArn to \"topics\" of the source if the topic is yours; anyone can make a topic.");
            case CERTIFICATE_URL ->
                List.of("SNS names a certificate in the topic's own region; another region or host is a forgery, or a"
                        + " message that was put together by hand.");
            case SIGNATURE_VERSION ->
                List.of("Set SignatureVersion 1 or 2 on the topic (SetTopicAttributes); 2 is the newer one.");
            case HEADER_MISMATCH ->
                List.of("Only the body is signed. Look for what sits between SNS and the door and rewrites headers.");
            case STALE ->
                List.of("SNS retries for an hour; say --received-at if it came at another time, or raise maxAge.");
            case SIGNATURE ->
                List.of(
                        "A signed field (Message, MessageId, Subject, Timestamp, TopicArn, Type) was changed after SNS"
                                + " signed it, or SNS never did.",
                        "Publish again and compare the body with what SNS sends to another subscription of the topic.");
            case CERTIFICATE ->
                List.of("See that the certificate's host can be reached, or name a folder that has it by --certs.");
            default -> List.of("Send the body as SNS sent it, byte by byte.");
        };
    }
}
