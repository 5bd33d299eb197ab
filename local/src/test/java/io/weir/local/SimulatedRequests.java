package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.local.topic.LocalTopic;
import io.weir.verify.signature.RequestSigner;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the requests of a simulation as the door is invoked with them. */
final class SimulatedRequests {
    static final String SECRET = "whsec_c2VjcmV0IG9mIHRoZSBzaW11bGF0aW9u";

    /** Webhooks that are archived, mailed, posted and put on a bus. */
    static final String HOOKS = "hooks";

    /** Webhooks that are mailed. */
    static final String HEALTHY = "healthy";

    private static final String TOPIC = "topic";
    private static final String SECRET_ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:simulation-abcdef";
    private static final Pattern ID = Pattern.compile("event-[0-9]+");
    private static final SignatureScheme GITHUB = (SignatureScheme) Scheme.parse(new ConfigValue("scheme", "github"));

    private final Clock clock;

    SimulatedRequests(Clock clock) {
        this.clock = clock;
    }

    static Sources sources() {
        Map<String, Object> http = Map.of("url", "https://target.example/", "secret", SECRET_ARN);
        return Sources.parse(
                "simulation",
                Json.write(Map.of(
                        HOOKS,
                        Map.of(
                                "scheme",
                                "github",
                                "secret",
                                SECRET_ARN,
                                "actions",
                                List.of("archive", "email", Map.of("http", http), "eventbridge")),
                        HEALTHY,
                        Map.of("scheme", "github", "secret", SECRET_ARN, "actions", List.of("email")),
                        TOPIC,
                        Map.of("scheme", "sns", "accounts", List.of("000000000000"), "actions", List.of("email")))));
    }

    /** The id of the event that a text is about. */
    static String id(CharSequence text) {
        Matcher id = ID.matcher(text);
        return id.find() ? id.group() : "unknown";
    }

    byte[] webhook(String source, String id) throws IOException {
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        headers.put("x-github-event", "push");
        ReceivedRequest request =
                new ReceivedRequest(source, clock.instant(), "POST", "https://door/" + source, headers, body);
        headers.putAll(new RequestSigner(GITHUB).sign(request, SECRET.getBytes(UTF_8), clock.instant()));
        return event(source, headers, body);
    }

    byte[] notification(LocalTopic topic, String id) {
        return sns(topic, SnsMessage.Type.NOTIFICATION, LocalTopic.arn("simulation"), id);
    }

    /** What SNS posts when a topic of its own is subscribed for each event. */
    byte[] confirmation(LocalTopic topic, String id) {
        return sns(topic, SnsMessage.Type.SUBSCRIPTION_CONFIRMATION, LocalTopic.arn(id), id);
    }

    private byte[] sns(LocalTopic topic, SnsMessage.Type type, String topicArn, String id) {
        String body = topic.message(type, "2", topicArn, id, null, "the text of " + id, clock.instant());
        Map<String, String> headers = Map.of(
                "x-amz-sns-message-type", type.text(), "x-amz-sns-message-id", id, "x-amz-sns-topic-arn", topicArn);
        return event(TOPIC, headers, body.getBytes(UTF_8));
    }

    private static byte[] event(String source, Map<String, String> headers, byte[] body) {
        Map<String, Object> http = Map.of("method", "POST", "path", "/" + source, "sourceIp", "192.0.2.1");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("rawPath", "/" + source);
        event.put("rawQueryString", "");
        event.put("headers", headers);
        event.put("requestContext", Map.of("domainName", "door", "stage", "$default", "http", http));
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        return Json.write(event).getBytes(UTF_8);
    }
}
