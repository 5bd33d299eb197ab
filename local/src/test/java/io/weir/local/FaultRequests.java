package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Scheme;
import io.weir.json.Json;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.hmac.HmacSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the requests of a {@link FaultRun}: webhooks and messages of SNS, genuine and forged. Thread-safe. */
final class FaultRequests {
    private static final String SECRET = "the secret of the fault run";

    private final Clock clock = Clock.systemUTC();
    private final LocalTopic topic;
    private final LocalTopic stranger;

    /** Writes the sources that know these requests into the data folder. */
    FaultRequests(Path data) throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), SECRET);
        Files.writeString(
                data.resolve("sources.json"),
                Json.write(Map.of(
                        "hooks",
                        Map.of("scheme", "github", "secret", "file:" + secret, "actions", List.of("archive", "email")),
                        "topic",
                        Map.of("scheme", "sns", "topics", List.of(LocalTopic.arn("t")), "actions", List.of("email")))));
        topic = LocalTopic.open(data.resolve("topic"));
        stranger = LocalTopic.open(data.resolve("stranger"));
    }

    /** A message of SNS or a webhook; forged ones are signed by someone else. */
    HttpRequest request(int port, String id, boolean isSns, boolean isForged) throws IOException {
        return isSns ? sns(port, id, isForged) : webhook(port, id, isForged);
    }

    private HttpRequest webhook(int port, String id, boolean isForged) throws IOException {
        String url = "http://127.0.0.1:" + port + "/hooks";
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", id);
        headers.put("x-github-event", "push");
        HmacScheme scheme = (HmacScheme) Scheme.parse(new ConfigValue("scheme", "github"));
        byte[] secret = (isForged ? "a guess" : SECRET).getBytes(UTF_8);
        headers.putAll(new HmacSigner(scheme)
                .sign(
                        new ReceivedRequest("hooks", clock.instant(), "POST", url, headers, body),
                        secret,
                        clock.instant()));
        return request(url, headers, body);
    }

    private HttpRequest sns(int port, String id, boolean isForged) {
        String body = (isForged ? stranger : topic)
                .message(
                        SnsMessage.Type.NOTIFICATION,
                        "2",
                        LocalTopic.arn("t"),
                        id,
                        "fault run",
                        "the text of " + id,
                        clock.instant());
        Map<String, String> headers = Map.of(
                "x-amz-sns-message-type",
                "Notification",
                "x-amz-sns-message-id",
                id,
                "x-amz-sns-topic-arn",
                LocalTopic.arn("t"));
        return request("http://127.0.0.1:" + port + "/topic", headers, body.getBytes(UTF_8));
    }

    private static HttpRequest request(String url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }
}
