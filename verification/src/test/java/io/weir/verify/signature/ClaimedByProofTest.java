package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.Claimable;
import io.weir.verify.Verification;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** By what a proven request is claimed, and what its event says of its id and type. */
class ClaimedByProofTest extends SignatureVerifierSetup {
    private static final byte[] BODY = "{\"id\":\"evt_1\",\"type\":\"charge\"}".getBytes(UTF_8);

    private static Source own(String members) {
        return Objects.requireNonNull(
                Sources.parse("test", """
                {"s": {"secret": "env:X", "scheme": {"header": "x-sig", "algorithm": "HmacSHA256", "encoding": "hex", %s}}}
                """.formatted(members)).find("s"));
    }

    private Verification.Genuine genuine(Source source, byte[] body, Map<String, String> headers) {
        Verification verification = verify(source, body, headers);
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        return (Verification.Genuine) verification;
    }

    private Claimable claim(Source source, byte[] body, Map<String, String> given) {
        return genuine(source, body, given).by();
    }

    /** Signs the body with these headers given, whether they are signed or not. */
    private static Map<String, String> sign(Source source, byte[] body, Map<String, String> given) {
        Map<String, String> headers = new LinkedHashMap<>(given);
        ReceivedRequest request = new ReceivedRequest("s", NOW, "POST", URL, headers, body);
        try {
            headers.putAll(
                    new RequestSigner((SignatureScheme) source.scheme()).sign(request, SECRET.getBytes(UTF_8), NOW));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return headers;
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    @Test
    void signedId_isTheKeyWhateverTheBodySaysBeside() {
        Source source = source("stripe");
        byte[] other = "{\"id\":\"evt_1\",\"type\":\"charge\",\"pending_webhooks\":2}".getBytes(UTF_8);
        Claimable first = claim(source, BODY, signed(source, BODY, SECRET, NOW));
        assertThat(claim(source, other, signed(source, other, SECRET, NOW.plusSeconds(9))))
                .isEqualTo(first)
                .isEqualTo(Claimable.ofSignedId("s", "evt_1"));
    }

    @Test
    void idInASignedHeader_isTheKeyAndTheRowOfBytesIsClaimedToo() {
        Source source = source("standard-webhooks");
        Claimable by = claim(source, BODY, signed(source, BODY, SECRET, NOW));
        assertThat(by.key()).isEqualTo(Claimable.ofSignedId("s", "id-1").key());
        assertThat(by.id()).isNull();
        assertThat(by.text()).isNotNull();
    }

    @Test
    void unsignedId_isASecondKeyAndTheProofTheFirst() {
        Source source = source("github");
        Map<String, String> headers = sign(source, BODY, Map.of("x-github-event", "push"));
        Claimable first = claim(source, BODY, with(headers, "x-github-delivery", "7"));
        Claimable replayed = claim(source, BODY, with(headers, "x-github-delivery", "42"));
        assertThat(replayed.key()).isEqualTo(first.key());
        assertThat(replayed.label()).isNotEqualTo(first.label());
        assertThat(replayed.id().key()).isNotEqualTo(first.id().key());
        assertThat(replayed.id().value()).isEqualTo(first.id().value());
        byte[] other = "{}".getBytes(UTF_8);
        Claimable next = claim(
                source, other, with(sign(source, other, Map.of("x-github-event", "push")), "x-github-delivery", "42"));
        assertThat(next.key()).isNotEqualTo(first.key());
        assertThat(next.id().key()).isEqualTo(replayed.id().key());
        assertThat(next.id().value()).isNotEqualTo(replayed.id().value());
    }

    @Test
    void unsignedType_isPartOfTheLabelAndOfTheIdsKey() {
        Source source = source("shopify");
        Map<String, String> headers = sign(source, BODY, Map.of("x-shopify-event-id", "1"));
        Claimable create = claim(source, BODY, with(headers, "x-shopify-topic", "orders/create"));
        Claimable paid = claim(source, BODY, with(headers, "x-shopify-topic", "orders/paid"));
        assertThat(paid.key()).isEqualTo(create.key());
        assertThat(paid.label()).isNotEqualTo(create.label());
        assertThat(paid.id().key()).isNotEqualTo(create.id().key());
    }

    @Test
    void sameProofForAnotherSource_isAnotherKey() {
        Source other =
                Objects.requireNonNull(Sources.parse("test", "{\"t\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}")
                        .find("t"));
        Map<String, String> headers = sign(source("github"), BODY, Map.of());
        assertThat(claim(other, BODY, headers).key())
                .isNotEqualTo(claim(source("github"), BODY, headers).key());
    }

    @Test
    void distinctWithAnId_isClaimedByIdAndBody() {
        Source source = own("\"signed\": \"{body}\", \"id\": \"x-id\", \"equalBodies\": \"distinct\"");
        Map<String, String> headers = sign(source, BODY, Map.of());
        Claimable one = claim(source, BODY, with(headers, "x-id", "1"));
        assertThat(claim(source, BODY, with(headers, "x-id", "2")).key()).isNotEqualTo(one.key());
        assertThat(claim(source, BODY, with(headers, "x-id", "1"))).isEqualTo(one);
        byte[] other = "{}".getBytes(UTF_8);
        Claimable conflict = claim(source, other, with(sign(source, other, Map.of()), "x-id", "1"));
        assertThat(conflict.key()).isNotEqualTo(one.key());
        assertThat(conflict.id().key()).isEqualTo(one.id().key());
    }

    @Test
    void distinctWithoutAnId_isEachRequestThatWasReceived() {
        Source source = own("\"signed\": \"{body}\", \"equalBodies\": \"distinct\"");
        Map<String, String> headers = sign(source, BODY, Map.of());
        ReceivedRequest request = new ReceivedRequest("s", NOW, "POST", URL, headers, BODY);
        ReceivedRequest later = new ReceivedRequest("s", NOW.plusMillis(1), "POST", URL, headers, BODY);
        Verification.Genuine first = (Verification.Genuine) verifier.verify(request, source);
        assertThat(((Verification.Genuine) verifier.verify(request, source)).by())
                .isEqualTo(first.by());
        assertThat(((Verification.Genuine) verifier.verify(later, source)).by().key())
                .isNotEqualTo(first.by().key());
        assertThat(first.event().idSigned()).isFalse();
    }

    @Test
    void sameWithoutAnId_isTheProofWhichIsTheEventsIdToo() {
        Source source = own("\"signed\": \"{body}\", \"equalBodies\": \"same\"");
        Map<String, String> headers = sign(source, BODY, Map.of());
        Event first = genuine(source, BODY, headers).event();
        Event again =
                genuine(source, BODY, with(headers, "x-amzn-trace-id", "2")).event();
        assertThat(again.idempotencyKey()).isEqualTo(first.idempotencyKey()).isEqualTo(first.id());
        assertThat(first.idSigned()).isTrue();
    }

    @Test
    void event_saysWhetherIdAndTypeAreSigned() {
        Event stripe = genuine(source("stripe"), BODY, signed(source("stripe"), BODY, SECRET, NOW))
                .event();
        assertThat(List.of(stripe.idSigned(), stripe.typeSigned())).containsOnly(true);
        Map<String, String> given = Map.of("x-github-delivery", "1", "x-github-event", "push");
        Event github = genuine(source("github"), BODY, sign(source("github"), BODY, given))
                .event();
        assertThat(List.of(github.idSigned(), github.typeSigned())).containsOnly(false);
        Event hook = genuine(source("standard-webhooks"), BODY, signed(source("standard-webhooks"), BODY, SECRET, NOW))
                .event();
        assertThat(List.of(hook.idSigned(), hook.typeSigned())).containsOnly(true);
        Event untyped = genuine(source("github"), BODY, sign(source("github"), BODY, Map.of()))
                .event();
        assertThat(List.of(untyped.idSigned(), !untyped.typeSigned())).containsOnly(true);
    }

    @Test
    void event_hasNoSignatureInItsHeadersOfWhateverScheme() {
        Map<String, String> given = Map.of(
                "x-hub-signature", "sha1=1",
                "X-Shopify-Hmac-Sha256", "2",
                "svix-signature", "3",
                "x-github-event", "push");
        Event event = genuine(source("github"), BODY, sign(source("github"), BODY, given))
                .event();
        assertThat(event.headers()).containsOnlyKeys("x-github-event").hasSize(1);
        assertThat(event.headers().get("x-hub-signature")).isNull();
        assertThat(event.headers().get("x-github-event")).isEqualTo("push");
    }

    @Property(tries = 300)
    void idempotencyKey_isTheSameWheneverTheEventComesAndOfNoOther(
            @ForAll("ids") String id,
            @ForAll("ids") String otherId,
            @ForAll("bodies") String a,
            @ForAll("bodies") String b) {
        Event one = github(id, a);
        assertThat(one.idempotencyKey())
                .matches("[0-9a-f]{64}")
                .isEqualTo(github(otherId, a).idempotencyKey());
        assertThat(one.idempotencyKey().equals(github(otherId, b).idempotencyKey()))
                .isEqualTo(a.equals(b));
        assertThat(stripe(id, a).idempotencyKey()).isEqualTo(stripe(id, b).idempotencyKey());
        assertThat(stripe(id, a).idempotencyKey().equals(stripe(otherId, a).idempotencyKey()))
                .isEqualTo(id.equals(otherId));
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings().withChars("ab0~/. ").ofMinLength(1).ofMaxLength(3);
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(2);
    }

    private Event github(String id, String text) {
        byte[] body = text.getBytes(UTF_8);
        Map<String, String> headers = sign(source("github"), body, Map.of("x-github-delivery", id));
        return genuine(source("github"), body, headers).event();
    }

    private Event stripe(String id, String text) {
        byte[] body = ("{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}").getBytes(UTF_8);
        return genuine(source("stripe"), body, sign(source("stripe"), body, Map.of()))
                .event();
    }
}
