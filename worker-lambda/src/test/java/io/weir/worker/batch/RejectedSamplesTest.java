package io.weir.worker.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.test.MovableClock;
import io.weir.envelope.Delivery;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a sample shows of what was rejected. */
class RejectedSamplesTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Sources SOURCES = Sources.parse("test", """
            {"own": {"scheme": {"header": "x-proof", "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{body}",
                                "equalBodies": "same"},
                     "secret": "env:X"}}
            """);

    private final InMemoryBucket bucket = new InMemoryBucket();
    private final RejectedSamples samples = new RejectedSamples(bucket, new MovableClock(NOW));
    private final Source source = Objects.requireNonNull(SOURCES.find("own"));

    private String sample(Opened opened) {
        Attempt attempt = new Attempt(QueueRecord.builder("m")
                .body("on the queue")
                .sentAt(NOW.minusSeconds(9))
                .build());
        attempt.open(opened);
        samples.keep(attempt, "signature");
        return new String(bucket.objects().values().iterator().next().bytes(), UTF_8);
    }

    private String request(String url, Map<String, String> headers) {
        return sample(new Opened.Request(
                source,
                new ReceivedRequest("own", NOW.minusSeconds(5), "POST", url, headers, "body\n1".getBytes(UTF_8))));
    }

    @Test
    void keep_aRequest_isALineAboutItAndThenItsBody() throws Exception {
        String sample = request("https://door/own", Map.of("content-type", "text/plain"));
        assertThat(sample).endsWith("}\nbody\n1");
        assertThat(Json.read(sample.substring(0, sample.indexOf('\n'))))
                .isEqualTo(Map.of(
                        "source", "own",
                        "reason", "signature",
                        "receivedAt", "2026-03-04T11:59:55Z",
                        "method", "POST",
                        "url", "https://door/own",
                        "headers", Map.of("content-type", "text/plain")));
        assertThat(bucket.objects()).containsOnlyKeys("rejected/own/2026/03/04/m");
    }

    @Test
    void keep_aRequestWithProofsAndSecrets_leavesThemOut() {
        String sample = request(
                "https://door/own?token=t0k3n&plain&sig=s1g=",
                Map.of(
                        "x-proof", "pr00f",
                        "X-Hub-Signature", "s1gnature",
                        "authorization", "Bearer b34r3r",
                        "cookie", "c00kie",
                        "x-api-key", "k3y",
                        "x-gitlab-token", "t0k3n",
                        "user-agent", "curl"));
        assertThat(sample)
                .contains("https://door/own?token=&plain&sig=\"", "\"user-agent\":\"curl\"")
                .doesNotContain("pr00f", "s1gnature", "b34r3r", "c00kie", "k3y", "t0k3n", "s1g");
    }

    @Test
    void keep_aMessageThatSnsQueued_isItsBodyUnderItsSource() {
        String sample = sample(new Opened.Queued(source, new Delivery.SnsEnvelope("arn", "on the queue"), true));
        assertThat(sample).contains("\"receivedAt\":\"2026-03-04T11:59:51Z\"").endsWith("}\non the queue");
        assertThat(bucket.objects()).containsOnlyKeys("rejected/own/2026/03/04/m");
    }

    @Test
    void keep_ofNoSource_liesUnderAWordThatNoSourceCanHave() {
        String sample = sample(new Opened.Decided(new Outcome.Rejected("topic", "not listed")));
        assertThat(sample).doesNotContain("\"source\"").endsWith("}\non the queue");
        assertThat(bucket.objects()).containsOnlyKeys("rejected/_unknown/2026/03/04/m");
    }
}
