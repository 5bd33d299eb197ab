package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request that someone captured and sends again, spelled anew or under other ids: what it can do, and what it cannot. */
class WorkerReplayTest extends WorkerFixture {
    private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);

    private int posts;

    /** Posts a request as it is. Nothing may be left to retry. */
    private void post(String source, Map<String, String> headers, byte[] body) {
        assertThat(handle(record("m" + posts++, request(source, headers, body))))
                .isEmpty();
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private long logged(String part) {
        return log().lines().filter(line -> line.contains(part)).count();
    }

    @Test
    void github_bodyAndSignatureUnderSevenIds_actOnceAndTheSixAreReplays() {
        Map<String, String> headers = signed("mailed", Map.of("x-github-event", "push"), "secret", BODY, NOW);
        for (int i = 1; i <= 7; i++) {
            post("mailed", with(headers, "x-github-delivery", "d-" + i), BODY);
        }
        assertThat(mails).hasSize(1);
        assertThat(logged("\"note\":\"replay\"")).isEqualTo(6);
        assertThat(logged("\"Replays\":1")).isEqualTo(6);
        assertThat(logged("\"Outcome\":\"Done\"")).isEqualTo(7);
        assertThat(bucket.objects().keySet())
                .filteredOn(key -> key.startsWith("rejected/mailed/"))
                .hasSize(5)
                .allSatisfy(
                        key -> assertThat(bucket.objects().get(key).metadata()).containsEntry("reason", "replay"));
    }

    @Test
    void recharge_signatureSpelledAnew_isTheSameEvent() {
        Map<String, String> headers = signed("recharge", Map.of(), "secret", BODY, NOW);
        String name = "x-recharge-webhook-signature";
        String text = headers.get(name);
        String time = text.substring(0, text.indexOf(','));
        String signature = text.substring(text.indexOf(',') + 1);
        for (String spelled : List.of(
                text,
                time + ",v1=" + signature.substring(3).toUpperCase(Locale.ROOT),
                signature + "," + time,
                text + ",v0=00",
                text + ",v1=" + "0".repeat(64),
                " " + time + " , " + signature)) {
            post("recharge", with(headers, name, spelled), BODY);
        }
        assertThat(mails).hasSize(1);
        assertThat(logged("\"Duplicates\":1")).isEqualTo(5);
    }

    @Test
    void timed_paddingTakenAway_isTheSameEvent() {
        Map<String, String> headers = signed("timed", Map.of(), "secret", BODY, NOW);
        post("timed", headers, BODY);
        post("timed", with(headers, "x-sig", headers.get("x-sig").replaceAll("=$", "")), BODY);
        assertThat(mails).hasSize(1);
    }

    @Test
    void timed_signedAnewUnderItsId_isTheSameEventButUnderAnotherIdItIsAnother() {
        post("timed", signed("timed", Map.of("x-id", "1"), "secret", BODY, NOW), BODY);
        Map<String, String> retry = signed("timed", Map.of("x-id", "1"), "secret", BODY, NOW.plusSeconds(1));
        post("timed", retry, BODY);
        assertThat(mails).hasSize(1);
        post("timed", with(retry, "x-id", "2"), BODY);
        assertThat(mails).hasSize(1);
        assertThat(logged("\"Replays\":1")).isEqualTo(1);
        post("timed", signed("timed", Map.of("x-id", "2"), "secret", BODY, NOW.plusSeconds(2)), BODY);
        assertThat(mails).hasSize(2);
    }

    @Test
    void github_capturedBodyUnderTheIdOfAnother_doesNotSuppressIt() {
        byte[] other = "{\"b\":2}".getBytes(UTF_8);
        Map<String, String> captured = signed("mailed", Map.of("x-github-event", "push"), "secret", BODY, NOW);
        post("mailed", with(captured, "x-github-delivery", "41"), BODY);
        post("mailed", with(captured, "x-github-delivery", "42"), BODY);
        post("mailed", with(captured, "x-github-delivery", "42~" + Sha256.hex(other)), BODY);
        assertThat(mails).hasSize(1);
        Map<String, String> genuine = signed("mailed", Map.of("x-github-event", "push"), "secret", other, NOW);
        post("mailed", with(genuine, "x-github-delivery", "42"), other);
        assertThat(mails).hasSize(2);
        assertThat(logged("\"Conflicts\":1")).isZero();
    }

    @Test
    void github_idOfAnyLength_isClaimedByAKeyOfOneLength() {
        Map<String, String> headers = signed("mailed", Map.of("x-github-event", "push"), "secret", BODY, NOW);
        post("mailed", with(headers, "x-github-delivery", "x".repeat(5000)), BODY);
        post("mailed", with(headers, "x-github-delivery", "x".repeat(5000)), BODY);
        assertThat(mails).hasSize(1);
        assertThat(claims.entries().keySet()).allSatisfy(key -> assertThat(key).matches("[0-9a-f]{64}"));
    }

    @Test
    void stripe_retryThatDiffersInACounter_actsOnce() {
        for (int waiting = 3; waiting > 0; waiting--) {
            byte[] body =
                    ("{\"id\":\"evt_1\",\"type\":\"charge\",\"pending_webhooks\":" + waiting + "}").getBytes(UTF_8);
            post("stripe", signed("stripe", Map.of(), "secret", body, NOW.plusSeconds(waiting)), body);
        }
        assertThat(mails).hasSize(1);
        assertThat(log()).doesNotContain("Conflicts", "Replays");
    }

    @Test
    void shopify_retryUnderAnotherWebhookId_actsOnceAndIsNoReplay() {
        Map<String, String> headers = signed(
                "shopify",
                Map.of("x-shopify-topic", "orders/create", "x-shopify-event-id", "98880550-7158"),
                "secret",
                BODY,
                NOW);
        post("shopify", with(headers, "x-shopify-webhook-id", "b54557e4"), BODY);
        post("shopify", with(headers, "x-shopify-webhook-id", "0f7b1c2d"), BODY);
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"Duplicates\":1").doesNotContain("Replays");
    }

    @Test
    void shopify_oneEventOfTwoTopics_areTwoEvents() {
        byte[] other = "{\"paid\":true}".getBytes(UTF_8);
        Map<String, String> first = Map.of("x-shopify-topic", "orders/create", "x-shopify-event-id", "1");
        Map<String, String> second = Map.of("x-shopify-topic", "orders/paid", "x-shopify-event-id", "1");
        post("shopify", signed("shopify", first, "secret", BODY, NOW), BODY);
        post("shopify", signed("shopify", second, "secret", other, NOW), other);
        assertThat(mails).hasSize(2);
        assertThat(log()).doesNotContain("Conflicts");
    }

    /** Two deliveries of one event as Shopify makes them, by its page on duplicates. */
    @Test
    void shopify_recordedRetry_actsOnce() throws IOException {
        secrets.set(0, "shpss_0123".getBytes(UTF_8));
        byte[] body = resource("body");
        for (String file : List.of("headers-1", "headers-2")) {
            Map<String, String> headers = new HashMap<>();
            new String(resource(file), UTF_8).lines().forEach(line -> {
                int colon = line.indexOf(": ");
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            });
            post("shopify", headers, body);
        }
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"Duplicates\":1").doesNotContain("Replays");
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = WorkerReplayTest.class.getResourceAsStream("shopify-duplicates/" + file)) {
            return in.readAllBytes();
        }
    }

    @Test
    void twilio_formCutElsewhere_hasNoEffectAndIsKept() {
        byte[] form = "Body=x&From=y".getBytes(UTF_8);
        Map<String, String> given = Map.of("content-type", "application/x-www-form-urlencoded");
        Map<String, String> headers = signed("twilio", given, "secret", form, NOW);
        post("twilio", headers, form);
        post("twilio", headers, "Body=xFromy".getBytes(UTF_8));
        assertThat(mails).hasSize(1);
        assertThat(log()).contains("\"Reason\":\"ambiguous-form\"");
        assertThat(sqs.sent()).singleElement().satisfies(kept -> {
            assertThat(kept.queueUrl()).isEqualTo("unproven");
            assertThat(kept.messageBody()).isEqualTo("Body=xFromy");
        });
    }
}
