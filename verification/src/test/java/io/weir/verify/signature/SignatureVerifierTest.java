package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is genuine by each preset, and by which secret. */
class SignatureVerifierTest extends SignatureVerifierSetup {
    static List<String> presets() {
        return List.of(
                "github",
                "stripe",
                "shopify",
                "recharge",
                "recharge-legacy",
                "slack",
                "twilio",
                "standard-webhooks",
                "svix");
    }

    @ParameterizedTest
    @MethodSource("presets")
    void verify_whatTheSenderOfAPresetSigns_isGenuineAndAnyOtherBodyIsNot(String preset) {
        Source source = source(preset);
        byte[] body = {'a', '=', '1', (byte) 0xC3, (byte) 0xA9};
        Map<String, String> headers = signed(source, body, SECRET, NOW);

        assertThat(verify(source, body, headers)).isInstanceOf(Verification.Genuine.class);
        body[2] ^= 1;
        assertRejected(verify(source, body, headers), Reason.SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void verify_wrongSecret_isRejectedAfterOneFreshLook(String preset) {
        Source source = source(preset);
        byte[] body = "a=1".getBytes(UTF_8);
        Map<String, String> headers = signed(source, body, "whsec_" + "A".repeat(32), NOW);

        assertRejected(verify(source, body, headers), Reason.SIGNATURE);
        assertThat(reads).containsExactly(false, true);
    }

    @Test
    void verify_headersOfTheSeedsOwnScheme_giveIdAndType() {
        Source source = Sources.parse("test", """
                {"s": {"secret": "env:SECRET", "scheme": {"header": "X-Hmac", "algorithm": "HmacSHA256", "encoding": "hex",
                  "signed": "{body}", "id": "X-Webhook-Id", "type": "X-Topic"}}}
                """).find("s");
        byte[] body = "{}".getBytes(UTF_8);
        Map<String, String> headers = signed(source, body, SECRET, NOW);
        headers.put("X-Webhook-Id", "w-1");
        headers.put("X-Topic", "orders/create");

        Event event = ((Verification.Genuine) verify(source, body, headers)).event();

        assertThat(event.id()).isEqualTo("w-1");
        assertThat(event.type()).isEqualTo("orders/create");
        assertThat(source.scheme().requiredHeaders()).containsExactly("x-hmac", "x-webhook-id", "x-topic");
    }

    @Test
    void verify_bodyThatIsNotText_isSignedAsItCame() {
        byte[] body = new byte[256];
        for (int i = 0; i < 256; i++) {
            body[i] = (byte) i;
        }
        Source source = source("shopify");
        assertThat(verify(source, body, signed(source, body, SECRET, NOW))).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_secondOfSeveralSecrets_isGenuine() {
        Source source = source("github");
        secrets.add("old".getBytes(UTF_8));
        assertThat(verify(source, new byte[0], signed(source, new byte[0], "old", NOW)))
                .isInstanceOf(Verification.Genuine.class);
        assertThat(reads).containsExactly(false);
    }

    @Test
    void verify_secretRotatedSinceItWasRead_isGenuineAfterAFreshLook() {
        Source source = source("github");
        SignatureVerifier rotating =
                new SignatureVerifier((reference, fresh) -> SecretSet.fixed((fresh ? "new" : "old").getBytes(UTF_8)));
        ReceivedRequest request =
                new ReceivedRequest("s", NOW, "POST", URL, signed(source, new byte[0], "new", NOW), new byte[0]);
        assertThat(rotating.verify(request, source)).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_secretStoreDown_isUndecidedNeverRejected() {
        SignatureVerifier down = new SignatureVerifier((reference, fresh) -> {
            throw new IOException("store is down");
        });
        Source source = source("github");
        ReceivedRequest request =
                new ReceivedRequest("s", NOW, "POST", URL, signed(source, new byte[0], SECRET, NOW), new byte[0]);
        Verification.Undecided undecided = (Verification.Undecided) down.verify(request, source);
        assertThat(undecided.reason()).isEqualTo(Reason.SECRET);
        assertThat(undecided.fault()).hasMessage("store is down");
    }

    @Test
    void verify_secretThatIsNoKeyOfTheScheme_isUndecidedAndDoesNotShowIt() {
        secrets.set(0, "whsec_!!!".getBytes(UTF_8));
        Source source = source("standard-webhooks");
        Map<String, String> headers = signed(source, new byte[0], SECRET, NOW);
        Verification verification = verify(source, new byte[0], headers);
        assertThat(verification).isInstanceOf(Verification.Undecided.class);
        assertThat(verification.toString()).doesNotContain("!!!");
    }

    @Test
    void verify_noIdOfTheSender_isTheDigestOfSourceBodyAndSignature() {
        Source source = source("recharge");
        byte[] body = "{}".getBytes(UTF_8);
        Map<String, String> headers = signed(source, body, SECRET, NOW);
        String first =
                ((Verification.Genuine) verify(source, body, headers)).event().id();
        String again =
                ((Verification.Genuine) verify(source, body, headers)).event().id();
        String later = ((Verification.Genuine) verify(source, body, signed(source, body, SECRET, NOW.plusSeconds(1))))
                .event()
                .id();

        assertThat(first).matches("[0-9a-f]{64}").isEqualTo(again).isNotEqualTo(later);
    }

    @Test
    void verify_bodyThatIsNoJson_hasAnIdAllTheSame() {
        Source source = source("stripe");
        byte[] body = "not json".getBytes(UTF_8);
        Event event = ((Verification.Genuine) verify(source, body, signed(source, body, SECRET, NOW))).event();
        assertThat(event.id()).matches("[0-9a-f]{64}");
        assertThat(event.type()).isEmpty();
    }

    @Test
    void everyPreset_fitsInTheAttributesOfAMessage() {
        for (String preset : presets()) {
            assertThat(source(preset).scheme().declaredHeaders()).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(Arrays.asList(presets().toArray())).contains("github", "shopify", "stripe", "slack");
    }
}
