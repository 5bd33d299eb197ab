package io.weir.cli;

import io.weir.action.SnsMessage;
import io.weir.cli.input.SampleSources;
import io.weir.cli.send.Poster;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.ReceivedRequest;
import io.weir.local.LocalWeir;
import io.weir.local.topic.LocalTopic;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The requests of the tour, in order, each signed when it is sent. */
final class TourTable {
    /** What the door answers, and its worker after it, when all is well. */
    private static final String DONE = "200 Done";

    private static final String ARCHIVE = "bucket/" + BucketKeys.ARCHIVE;
    private static final String SIGNATURE = "x-hub-signature-256";
    private static final String ALERT = """
            AWS Budget Notification March 04, 2026
            AWS Account 123456789012

            Dear AWS Customer,

            You requested that we alert you when the ACTUAL Cost associated with your team-prod budget is greater than \
            $1,000.00 for the current month. The ACTUAL Cost associated with this budget is $1,234.56.

            Budget Name: team-prod
            Budget Type: Cost
            Budgeted Amount: $1,250.00
            Alert Type: ACTUAL
            Alert Threshold: > $1,000.00
            ACTUAL Amount: $1,234.56
            """;

    private final LocalWeir weir;
    private final Path data;
    private final Poster poster;

    /** In every id and body: what an earlier run sent to the same folder would be a replay. */
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private final byte[] push = utf8("{\"ref\":\"refs/heads/" + run + "\"}");

    TourTable(LocalWeir weir, Path data, Poster poster) {
        this.weir = weir;
        this.data = data;
        this.poster = poster;
    }

    List<TourRequest> requests() throws IOException {
        List<TourRequest> all = new ArrayList<>();
        all.addAll(messages());
        all.addAll(webhooks());
        all.addAll(refused());
        all.add(signed("own scheme (x-topic, x-hmac, x-webhook-id)", "acme", push, "hook", "order"));
        for (String preset : SampleSources.presets()) {
            if (!preset.equals("github") && !preset.equals("shopify") && TourSenders.has(data, preset)) {
                all.add(preset(preset));
            }
        }
        if (TourSenders.has(data, "tokens")) {
            all.add(signed("own scheme (JSON Web Token)", "tokens", push, "token", "test"));
        }
        if (TourSenders.has(data, "discord")) {
            all.addAll(atTheDoor());
        }
        all.add(slackHandshake());
        all.add(poison());
        return all;
    }

    private List<TourRequest> messages() {
        return List.of(
                TourRequest.queued(
                        "SNS asks to confirm a subscription",
                        () -> sns(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION, null, "You have chosen to subscribe."),
                        DONE,
                        "the worker's log"),
                TourRequest.queued(
                        "AWS Budgets connects the topic",
                        () -> sns(SnsMessage.Type.NOTIFICATION, "SNS Topic Verified!", "SNS Topic Verified!"),
                        DONE,
                        "the worker's log"),
                TourRequest.queued(
                                "AWS Budgets alert",
                                () -> sns(
                                        SnsMessage.Type.NOTIFICATION,
                                        "AWS Budgets: team-prod has exceeded your alert threshold",
                                        ALERT),
                                DONE,
                                "outbox/*.eml")
                        .adding(1, "one more mail", () -> files("outbox")));
    }

    private HttpResponse<String> sns(SnsMessage.Type type, @Nullable String subject, String message)
            throws IOException {
        String topic = LocalTopic.arn("budgets");
        String id = UUID.randomUUID().toString();
        String body = weir.topic().message(type, "2", topic, id, subject, message, Instant.now());
        return poster.post(url("budgets"), SendCommand.snsHeaders(type, id, topic), utf8(body));
    }

    private List<TourRequest> webhooks() {
        byte[] large = utf8("{\"order\":\"" + run + "x".repeat(1 << 20) + "\"}");
        return List.of(
                signed("GitHub webhook", "github", push, "push", "push")
                        .adding(1, "the body archived", () -> archived("github", "push", push)),
                signed("Shopify webhook, 1 MiB", "shopify", large, "order", "orders/create")
                        .adding(1, "the body archived", () -> archived("shopify", "order", large)),
                TourRequest.queued(
                                "the same one again",
                                () -> post("shopify", large, headers("shopify", large, "order", "orders/create")),
                                DONE,
                                ARCHIVE + "shopify/ (still one)")
                        .adding(0, "nothing new archived", () -> files(ARCHIVE)));
    }

    private List<TourRequest> refused() {
        byte[] body = utf8("{\"ref\":\"refs/heads/forged\"}");
        return List.of(
                TourRequest.queued(
                                "forged GitHub webhook",
                                () -> {
                                    Map<String, String> headers = headers("github", body, "forged", "push");
                                    headers.put(SIGNATURE, "sha256=" + "0".repeat(64));
                                    return post("github", body, headers);
                                },
                                "200 Rejected signature",
                                "bucket/" + BucketKeys.REJECTED + "github/")
                        .adding(0, "nothing archived", () -> files(ARCHIVE)),
                TourRequest.queued(
                        "GitHub webhook without its signature",
                        () -> {
                            Map<String, String> headers = headers("github", body, "unsigned", "push");
                            headers.remove(SIGNATURE);
                            return post("github", body, headers);
                        },
                        "400",
                        "the answer names the header"));
    }

    /** A genuine webhook, which is archived. */
    private TourRequest signed(String name, String source, byte[] body, String id, String type) {
        return TourRequest.queued(name, () -> post(genuine(source, body, id, type)), DONE, ARCHIVE + source + "/");
    }

    /** A body from which id and type can be read wherever a preset looks for them. */
    private TourRequest preset(String preset) {
        String id = preset + "-" + run;
        byte[] body = utf8(
                preset.equals("twilio")
                        ? "MessageSid=" + id + "&Body=hello+weir"
                        : "{\"id\":\"" + id + "\",\"type\":\"test\",\"event_id\":\"" + id
                                + "\",\"event\":{\"type\":\"test\"}}");
        return signed(TourSenders.name(preset), preset, body, preset, "test")
                .adding(1, "a body archived", () -> files(ARCHIVE + preset));
    }

    /** Discord wants 401 for what it did not sign, and tries it. */
    private List<TourRequest> atTheDoor() {
        byte[] ping = utf8("{\"type\":0}");
        return List.of(
                TourRequest.answered(
                        "Discord's ping, signed",
                        () -> post(genuine("discord", ping, "ping", "test")),
                        "204",
                        "the answer"),
                TourRequest.answered(
                        "Discord's ping, forged",
                        () -> post("discord", push, headers("discord", ping, "ping", "test")),
                        "401 not proven genuine",
                        "the answer"));
    }

    private TourRequest slackHandshake() {
        String challenge = "challenge-" + run;
        byte[] body = utf8("{\"type\":\"url_verification\",\"challenge\":\"" + challenge + "\"}");
        return TourRequest.answered(
                "Slack verifies the URL",
                () -> post("slack", body, Map.of("content-type", "application/json")),
                "200 " + challenge,
                "the answer is the challenge");
    }

    private TourRequest poison() {
        byte[] body = {(byte) 0xFF, 0, 1};
        return TourRequest.queued(
                        "poison: a mail that is not text",
                        () -> post("alerts", body, headers("alerts", body, "bad", "alert")),
                        "200 Dead action-email",
                        "dead-letter queue, attribute failure")
                .adding(1, "one more dead letter", () -> weir.health().dead());
    }

    private HttpResponse<String> post(String source, byte[] body, Map<String, String> headers) throws IOException {
        return poster.post(url(source), headers, body);
    }

    /** @param id made unique by that of the run */
    private ReceivedRequest genuine(String source, byte[] body, String id, String type) throws IOException {
        return TourSenders.request(data, source, url(source), body, id + "-" + run, type);
    }

    private Map<String, String> headers(String source, byte[] body, String id, String type) throws IOException {
        return new LinkedHashMap<>(genuine(source, body, id, type).headers());
    }

    private HttpResponse<String> post(ReceivedRequest request) throws IOException {
        return poster.post(request.url(), request.headers(), request.body());
    }

    private String url(String source) {
        return "http://127.0.0.1:" + weir.port() + "/" + source;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How many files of this source and id hold the body; no id stands for any. */
    private long archived(String source, @Nullable String id, byte[] body) throws IOException {
        long same = 0;
        for (Path file : list(ARCHIVE + source)) {
            boolean isNamed = id == null || file.endsWith(id + "-" + run);
            same += isNamed && Arrays.equals(Files.readAllBytes(file), body) ? 1 : 0;
        }
        return same;
    }

    private long files(String folder) throws IOException {
        return list(folder).size();
    }

    private List<Path> list(String folder) throws IOException {
        Path path = data.resolve(folder);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
