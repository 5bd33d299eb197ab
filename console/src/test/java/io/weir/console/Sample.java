package io.weir.console;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Target;
import io.weir.operations.kit.FakeOperations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A weir as it is the day after: most is done, some failed. */
final class Sample {
    static final Instant NOW = Instant.parse("2026-11-28T09:30:00Z");

    private final FakeOperations operations;

    Sample(FakeOperations operations) {
        this.operations = operations;
    }

    /** Requests in each state, and a status that has something to say. */
    void fill() {
        for (int i = 0; i < 60; i++) {
            String id = receive("github", 200 - i, json("{\"action\":\"opened\",\"number\":" + i + "}"));
            done(id, "delivery-" + i, "pull_request");
        }
        for (int i = 0; i < 3; i++) {
            dead(receive("stripe", 130 - i, json("{\"id\":\"evt_" + i + "\",\"amount\":4200}")), "evt_" + i, 503);
        }
        dead(receive("github", 95, json("{\"action\":\"closed\"}")), "delivery-99", 500);
        rejected(receive("github", 80, json("{\"action\":\"forged\"}")), "the signature does not match");
        rejected(receive("github", 79, json("{\"action\":\"forged\"}")), "the header x-hub-signature-256 is missing");
        unproven(receive("orders", 70, json("{\"order\":1}")));
        retrying(receive("stripe", 12, json("{\"id\":\"evt_77\"}")));
        receive("github", 1, json("{\"action\":\"opened\"}"));
        operations.target(new Target("data folder /srv/weir", null));
        operations.status(status());
    }

    static ReceivedRequest json(String body) {
        return request("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static ReceivedRequest request(String contentType, byte[] body) {
        Map<String, String> headers = Map.of(
                "content-type", contentType,
                "host", "in.example",
                "user-agent", "GitHub-Hookshot/044aadd",
                "x-hub-signature-256", "sha256=77777777777777777777777777777777");
        return new ReceivedRequest("github", NOW, "POST", "https://in.example/github", headers, body);
    }

    String receive(String source, int minutesAgo, ReceivedRequest like) {
        Instant at = NOW.minus(Duration.ofMinutes(minutesAgo));
        String url = "https://in.example/" + source;
        return operations.receive(new ReceivedRequest(source, at, "POST", url, like.headers(), like.body()));
    }

    void done(String id, String senderId, String type) {
        operations.settle(id, State.DONE, attempt(id, "Done", null, null, null), senderId, type);
    }

    void dead(String id, String senderId, int code) {
        String detail = "http: answered " + code + " after 3 attempts";
        operations.settle(id, State.RETRYING, attempt(id, "Retry", "action-failed", detail, 60L), senderId, "payment");
        operations.settle(id, State.DEAD, attempt(id, "Dead", "action-failed", detail, null), senderId, "payment");
    }

    void rejected(String id, String detail) {
        operations.settle(id, State.REJECTED, attempt(id, "Rejected", "signature", detail, null), null, null);
    }

    void unproven(String id) {
        AttemptSummary attempt = attempt(id, "Unproven", "secret-missing", "the secret orders was not found", null);
        operations.settle(id, State.UNPROVEN, attempt, null, null);
    }

    void retrying(String id) {
        AttemptSummary attempt = attempt(id, "Retry", "action-failed", "http: answered 429", 900L);
        operations.settle(id, State.RETRYING, attempt, "evt_77", "payment");
    }

    private AttemptSummary attempt(
            String id, String outcome, @Nullable String reason, @Nullable String detail, @Nullable Long nextSeconds) {
        Instant received = operations.all().stream()
                .filter(request -> request.id().equals(id))
                .findFirst()
                .orElseThrow()
                .receivedAt();
        Instant at = received.plusMillis(outcome.equals("Dead") ? 65_250 : 340);
        boolean isDone = outcome.equals("Done");
        List<AttemptSummary.Step> steps = reason != null && !reason.startsWith("action")
                ? List.of()
                : List.of(
                        new AttemptSummary.Step("archive", true, Duration.ofMillis(12)),
                        new AttemptSummary.Step("http", isDone, Duration.ofMillis(301)));
        return new AttemptSummary(
                at,
                outcome,
                null,
                reason,
                detail,
                reason == null ? null : "java.io.IOException",
                Duration.ofMillis(318),
                nextSeconds == null ? null : at.plusSeconds(nextSeconds),
                steps);
    }

    static Status status() {
        return new Status(
                "0.1.0",
                true,
                List.of(
                        new Status.QueueStatus("queue", 1, 0, NOW.minusSeconds(60)),
                        new Status.QueueStatus("retry", 1, 0, NOW.minusSeconds(720)),
                        new Status.QueueStatus("retry-unproven", 0, 0, null),
                        new Status.QueueStatus("dead", 4, 0, NOW.minusSeconds(7800)),
                        new Status.QueueStatus("unproven", 1, 0, NOW.minusSeconds(4200))),
                List.of(
                        source(
                                "github",
                                "github",
                                Status.Secret.FOUND,
                                Map.of(State.DONE, 60L, State.DEAD, 1L, State.REJECTED, 2L)),
                        source("orders", "standard", Status.Secret.MISSING, Map.of(State.UNPROVEN, 1L)),
                        source("stripe", "stripe", Status.Secret.FOUND, Map.of(State.DEAD, 3L))),
                List.of(
                        new Status.PollerStatus("queue", true, NOW.minusSeconds(1)),
                        new Status.PollerStatus("retry", true, NOW.minusSeconds(600))),
                List.of(new Status.BreakerStatus("http", true, NOW.minusSeconds(90))),
                new Status.DiskStatus("/srv/weir", 5_000_000, 2_000_000_000L, 100_000_000_000L),
                List.of("Rejected requests are kept for 7 days, 61% of their share is used."));
    }

    private static Status.SourceStatus source(
            String name, String scheme, Status.Secret secret, Map<State, Long> counts) {
        return new Status.SourceStatus(
                name,
                scheme,
                List.of("archive", "http"),
                "https://in.example/" + name,
                secret,
                secret == Status.Secret.MISSING ? "there is no file secrets/" + name : null,
                NOW.minusSeconds(60),
                name.equals("stripe") ? NOW.minusSeconds(720) : null,
                new EnumMap<>(counts),
                LongStream.rangeClosed(0, 23)
                        .map(hour -> hour * hour % 17)
                        .boxed()
                        .toList());
    }
}
