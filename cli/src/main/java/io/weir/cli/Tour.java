package io.weir.cli;

import io.weir.action.SnsMessage;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Presets;
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

/** Real requests over HTTP, one after the other, each checked for what the door answered and where it ended. */
final class Tour {
    private static final int PATIENCE_SECONDS = 15;
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
    private final OutcomeStream outcomes;
    private final Poster poster;
    private final List<TourStep> steps = new ArrayList<>();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    Tour(LocalWeir weir, Path data, OutcomeStream outcomes, Poster poster) {
        this.weir = weir;
        this.data = data;
        this.outcomes = outcomes;
        this.poster = poster;
    }

    List<TourStep> play() throws IOException, InterruptedException {
        String topic = LocalTopic.arn("budgets");
        sns(
                "SNS asks to confirm a subscription",
                SnsMessage.Type.SUBSCRIPTION_CONFIRMATION,
                topic,
                null,
                "You have chosen to subscribe.",
                "200 Done",
                "the worker's log");
        sns(
                "AWS Budgets connects the topic",
                SnsMessage.Type.NOTIFICATION,
                topic,
                "SNS Topic Verified!",
                "SNS Topic Verified!",
                "200 Done",
                "the worker's log");
        int mails = files("outbox");
        sns(
                "AWS Budgets alert",
                SnsMessage.Type.NOTIFICATION,
                topic,
                "AWS Budgets: team-prod has exceeded your alert threshold",
                ALERT,
                "200 Done",
                "outbox/*.eml");
        require("one more mail", files("outbox") == mails + 1);
        byte[] push = "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);
        signed("GitHub webhook", "github", push, "push-" + run, "push", "200 Done", "bucket/archive/github/");
        require("the body archived", archived("github", "push-" + run, push));
        byte[] large = ("{\"order\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        signed(
                "Shopify webhook, 1 MiB",
                "shopify",
                large,
                "order-" + run,
                "orders/create",
                "200 Done",
                "bucket/archive/shopify/");
        require("the body archived", archived("shopify", "order-" + run, large));
        int objects = files("bucket/archive");
        signed(
                "the same one again",
                "shopify",
                large,
                "order-" + run,
                "orders/create",
                "200 Done",
                "bucket/archive/shopify/ (still one)");
        require("nothing new archived", files("bucket/archive") == objects);
        forged();
        missingHeader();
        signed(
                "own scheme (x-topic, x-hmac, x-webhook-id)",
                "acme",
                push,
                "hook-" + run,
                "order",
                "200 Done",
                "bucket/archive/acme/");
        for (String preset : Presets.trees().keySet()) {
            if (!preset.equals("github") && !preset.equals("shopify")) {
                preset(preset);
            }
        }
        slackHandshake();
        long dead = weir.health().dead();
        signed(
                "poison: a mail that is not text",
                "alerts",
                new byte[] {(byte) 0xFF, 0, 1},
                "bad-" + run,
                "alert",
                "200 Dead action-email",
                "dead-letter queue, attribute failure");
        require("one more dead letter", weir.health().dead() == dead + 1);
        return steps;
    }

    private void sns(
            String name,
            SnsMessage.Type type,
            String topic,
            @Nullable String subject,
            String message,
            String expected,
            String place)
            throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        String body = weir.topic().message(type, "2", topic, id, subject, message, Instant.now());
        play(
                name,
                "budgets",
                SendCommand.snsHeaders(type, id, topic),
                body.getBytes(StandardCharsets.UTF_8),
                expected,
                place);
    }

    private void signed(String name, String source, byte[] body, String id, String type, String expected, String place)
            throws IOException, InterruptedException {
        play(name, source, headers(source, body, id, type), body, expected, place);
    }

    /** A body from which id and type can be read wherever a preset looks for them. */
    private void preset(String preset) throws IOException, InterruptedException {
        String id = preset + "-" + run;
        byte[] body = (preset.equals("twilio")
                        ? "MessageSid=" + id + "&Body=hello+weir"
                        : "{\"id\":\"" + id + "\",\"type\":\"test\",\"event_id\":\"" + id
                                + "\",\"event\":{\"type\":\"test\"}}")
                .getBytes(StandardCharsets.UTF_8);
        signed(preset + " webhook", preset, body, id, "test", "200 Done", "bucket/archive/" + preset + "/");
        require("the body archived", archived(preset, "", body));
    }

    private void slackHandshake() throws IOException {
        String challenge = "challenge-" + run;
        byte[] body = ("{\"type\":\"url_verification\",\"challenge\":\"" + challenge + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = poster.post(url("slack"), Map.of("content-type", "application/json"), body);
        String actual = answer.statusCode() + " " + answer.body();
        String status = Integer.toString(answer.statusCode());
        steps.add(new TourStep(
                "Slack verifies the URL", "200 " + challenge, actual, status, "-", "the answer is the challenge"));
    }

    private void forged() throws IOException, InterruptedException {
        byte[] body = "{\"ref\":\"refs/heads/forged\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = headers("github", body, "forged-" + run, "push");
        headers.put("x-hub-signature-256", "sha256=" + "0".repeat(64));
        int objects = files("bucket/archive");
        play("forged GitHub webhook", "github", headers, body, "200 Rejected signature", "bucket/rejected/github/");
        require("nothing archived", files("bucket/archive") == objects);
    }

    private void missingHeader() throws IOException, InterruptedException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = headers("github", body, "unsigned-" + run, "push");
        headers.remove("x-hub-signature-256");
        play("GitHub webhook without its signature", "github", headers, body, "400", "the answer names the header");
    }

    private Map<String, String> headers(String source, byte[] body, String id, String type) throws IOException {
        HmacScheme scheme = SendCommand.hmac(
                switch (source) {
                    case "alerts" -> "github";
                    case "acme" ->
                        "{\"header\":\"x-hmac\",\"algorithm\":\"HmacSHA256\",\"encoding\":\"hex\","
                                + "\"signed\":\"{body}\",\"id\":\"x-webhook-id\",\"type\":\"x-topic\"}";
                    default -> source;
                });
        byte[] secret = Files.readAllBytes(SourcesFile.secret(data, source));
        return new LinkedHashMap<>(Signing.headers(
                scheme, secret, url(source), body, id, type, Map.of("content-type", mediaType(source))));
    }

    private static String mediaType(String source) {
        return source.equals("twilio") ? "application/x-www-form-urlencoded" : "application/json";
    }

    private String url(String source) {
        return "http://127.0.0.1:" + weir.port() + "/" + source;
    }

    private void play(
            String name, String source, Map<String, String> headers, byte[] body, String expected, String place)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = poster.post(url(source), headers, body);
        String status = Integer.toString(answer.statusCode());
        String outcome = answer.statusCode() == 200 ? outcome() : "-";
        String actual = outcome.equals("-") ? status : status + " " + outcome;
        String became = outcome.equals("-") ? answer.body() : outcome;
        steps.add(new TourStep(name, expected, actual, status, became, place));
    }

    private String outcome() throws InterruptedException {
        Map<?, ?> line = outcomes.next(PATIENCE_SECONDS);
        if (line == null) {
            return "nothing within " + PATIENCE_SECONDS + " s";
        }
        return line.containsKey("Reason") ? line.get("Outcome") + " " + line.get("Reason") : "" + line.get("Outcome");
    }

    /** An effect that the last request should have had, or not. */
    private void require(String effect, boolean holds) {
        if (!holds) {
            TourStep last = steps.removeLast();
            steps.add(new TourStep(
                    last.request(),
                    last.expected() + " with " + effect,
                    last.actual() + " without",
                    last.answer(),
                    last.outcome(),
                    last.place()));
        }
    }

    /** Whether the body is archived under this id; an empty one stands for any. */
    private boolean archived(String source, String id, byte[] body) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("bucket/archive").resolve(source))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> id.isEmpty() || path.endsWith(id))
                    .toList()) {
                if (Arrays.equals(Files.readAllBytes(file), body)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int files(String folder) throws IOException {
        Path path = data.resolve(folder);
        if (!Files.exists(path)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(path)) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }
}
