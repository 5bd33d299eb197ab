package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.json.Json;
import io.weir.local.topic.LocalTopic;
import io.weir.verify.signature.RequestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the requests of a {@link FaultRun}: webhooks and messages of SNS, signed by their sender or by someone else. Thread-safe. */
final class FaultRequests {
    /** How the ids of what strangers made begin. */
    static final String FORGED = "forged-";

    /** A topic of the source that nobody has: certificates of its region are fetched from elsewhere. */
    static final String DISTANT_TOPIC = "arn:aws:sns:us-east-1:123456789012:t";

    /** A source whose secret is missing, until {@link #bringSecret}. */
    static final String NO_SECRET = "nosecret";

    /** A source whose events are forwarded. */
    static final String FORWARD = "forward";

    private static final String SECRET = "the secret of the fault run";
    private static final Pattern ID = Pattern.compile("(genuine-|" + FORGED + ")[0-9]+");

    private final Clock clock = Clock.systemUTC();
    private final LocalTopic topic;
    private final LocalTopic stranger;
    private final Path lateSecret;

    /**
     * A request, before it is known which port takes it.
     *
     * @param source whose path it is posted to
     */
    record Made(String source, Map<String, String> headers, byte[] body) {}

    /** Writes the sources that know these requests into the data folder: one of webhooks for each phase. */
    FaultRequests(Path data) throws IOException {
        Map<String, Object> sources = new LinkedHashMap<>();
        for (FaultPhase phase : FaultPhase.values()) {
            Path secret = Files.writeString(data.resolve("secret-" + phase.hooks()), SECRET);
            sources.put(phase.hooks(), github(secret, "email"));
        }
        Path secret = Files.writeString(data.resolve("secret-" + FORWARD), SECRET);
        Path ours = Files.writeString(data.resolve("secret-target"), "whsec_" + "c2VjcmV0".repeat(4));
        sources.put(FORWARD, github(secret, forward(ours)));
        lateSecret = data.resolve("secret-late");
        sources.put(NO_SECRET, github(lateSecret, "email"));
        sources.put(
                "topic",
                Map.of(
                        "scheme",
                        "sns",
                        "topics",
                        List.of(LocalTopic.arn("t"), DISTANT_TOPIC),
                        "actions",
                        List.of("email")));
        Files.writeString(data.resolve("sources.json"), Json.write(sources));
        topic = LocalTopic.open(data.resolve("topic"));
        stranger = LocalTopic.open(data.resolve("stranger"));
    }

    private static Map<String, Object> github(Path secret, Object action) {
        return Map.of("scheme", "github", "secret", "file:" + secret, "actions", List.of("archive", action));
    }

    private static Map<String, Object> forward(Path secret) {
        return Map.of("http", Map.of("url", "https://target.example/", "secret", "file:" + secret));
    }

    /** Puts the missing secret in its place: from now on what waits for it can be proven or refuted. */
    void bringSecret() throws IOException {
        Files.writeString(lateSecret, SECRET);
    }

    /** The id of the event that a text is about. */
    static String id(CharSequence text) {
        Matcher id = ID.matcher(text);
        return id.find() ? id.group() : "unknown";
    }

    Made webhook(String source, String id, boolean isForged) throws IOException {
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        Map<String, String> headers = headers(id);
        SignatureScheme scheme = (SignatureScheme) Scheme.parse(new ConfigValue("scheme", "github"));
        byte[] secret = (isForged ? "a guess" : SECRET).getBytes(UTF_8);
        headers.putAll(new RequestSigner(scheme)
                .sign(
                        new ReceivedRequest(source, clock.instant(), "POST", "http://x/" + source, headers, body),
                        secret,
                        clock.instant()));
        return new Made(source, headers, body);
    }

    /** The headers of a webhook that are not signed. */
    static Map<String, String> headers(String id) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        headers.put("x-github-event", "push");
        return headers;
    }

    Made sns(String id, boolean isForged) {
        return sns(LocalTopic.arn("t"), id, isForged);
    }

    Made sns(String topicArn, String id, boolean isForged) {
        String body = (isForged ? stranger : topic)
                .message(
                        SnsMessage.Type.NOTIFICATION,
                        "2",
                        topicArn,
                        id,
                        "fault run",
                        "the text of " + id,
                        clock.instant());
        Map<String, String> headers = Map.of(
                "x-amz-sns-message-type", "Notification", "x-amz-sns-message-id", id, "x-amz-sns-topic-arn", topicArn);
        return new Made("topic", headers, body.getBytes(UTF_8));
    }
}
