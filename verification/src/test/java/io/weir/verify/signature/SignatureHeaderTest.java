package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How signatures are written, and how they are not. */
class SignatureHeaderTest extends SignatureVerifierSetup {
    @Test
    void verify_hexInUpperCase_isGenuine() {
        Source source = source("github");
        Map<String, String> headers = signed(source, new byte[0], SECRET, NOW);
        headers.computeIfPresent(
                "x-hub-signature-256",
                (name, value) -> "sha256=" + value.substring(7).toUpperCase(Locale.ROOT));
        assertThat(verify(source, new byte[0], headers)).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_base64WithoutPadding_isGenuineAndTheOtherAlphabetIsNot() {
        Source source = source("shopify");
        for (int i = 0; i < 64; i++) {
            byte[] body = {(byte) i};
            Map<String, String> headers = signed(source, body, SECRET, NOW);
            String padded = headers.get("x-shopify-hmac-sha256");
            headers.put("x-shopify-hmac-sha256", padded.replace("=", ""));
            assertThat(verify(source, body, headers)).isInstanceOf(Verification.Genuine.class);
            if (padded.contains("+") || padded.contains("/")) {
                headers.put("x-shopify-hmac-sha256", padded.replace('+', '-').replace('/', '_'));
                assertRejected(verify(source, body, headers), Reason.MALFORMED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256=",
                "sha256=00",
                "sha256=zz",
                "sha1=0000",
                "SHA256=",
                "757107ea",
                " sha256=00",
                "sha256=0000000000000000000000000000000000000000000000000000000000000000,sha256=0000000000000000000000000000000000000000000000000000000000000000"
            })
    void verify_signatureThatIsNotWrittenAsItShould_isMalformed(String signature) {
        assertRejected(
                verify(source("github"), new byte[0], Map.of("x-hub-signature-256", signature)), Reason.MALFORMED);
    }

    @Test
    void verify_noSignature_isUnsigned() {
        assertRejected(verify(source("github"), new byte[0], Map.of()), Reason.UNSIGNED);
        assertRejected(verify(source("github"), new byte[0], Map.of("x-hub-signature-256", "")), Reason.UNSIGNED);
    }

    @Test
    void verify_listOfSignatures_anyOfTheVersionMayMatch() {
        Source source = source("stripe");
        byte[] body = "{\"id\":\"evt_1\",\"type\":\"charge\"}".getBytes(UTF_8);
        Map<String, String> headers = signed(source, body, SECRET, NOW);
        String zeros = "0".repeat(64);
        headers.computeIfPresent(
                "stripe-signature", (name, value) -> value.replace(",v1=", ",v1=" + zeros + ",v0=zz,v1="));

        Event event = ((Verification.Genuine) verify(source, body, headers)).event();
        assertThat(event.id()).isEqualTo("evt_1");
        assertThat(event.type()).isEqualTo("charge");

        headers.computeIfPresent("stripe-signature", (name, value) -> value.replace("v1=", "v0="));
        assertRejected(verify(source, body, headers), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1=zz,", "v1=,", "v1=0000,", "v1,", "v1=\u00e9,", ",,=,"})
    void verify_entryThatCannotBeReadInAList_isPassedOver(String odd) {
        Source source = source("stripe");
        Map<String, String> headers = signed(source, new byte[0], SECRET, NOW);
        headers.computeIfPresent("stripe-signature", (name, value) -> odd + value);
        assertThat(verify(source, new byte[0], headers)).isInstanceOf(Verification.Genuine.class);
    }

    /** As the libraries of Standard Webhooks do. */
    @ParameterizedTest
    @ValueSource(strings = {"v1,c2hvcnQ= ", "v1, ", "v1 ", "v1,_-_- ", "v2,c2hvcnQ= ", "  "})
    void verify_oneOddSignatureInAListOfVersions_isPassedOver(String odd) {
        secrets.set(0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8));
        Source source = source("standard-webhooks");
        Map<String, String> headers = Map.of(
                "webhook-id", "msg_1",
                "webhook-timestamp", "1767322800",
                "webhook-signature", odd + "v1,STAMTz6tEKgRA3/rGD4GRstYixpA4WL0AYA8kd0ir54=");
        ReceivedRequest request = new ReceivedRequest(
                "s", Instant.ofEpochSecond(1767322800), "POST", URL, headers, "{\"type\":\"t\"}".getBytes(UTF_8));
        assertThat(verifier.verify(request, source)).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_listInWhichNoEntryCanBeRead_isMalformed() {
        String t = "t=" + NOW.getEpochSecond();
        assertRejected(
                verify(source("stripe"), new byte[0], Map.of("stripe-signature", t + ",v1=zz,v1=00")),
                Reason.MALFORMED);
    }

    @Test
    void verify_headerLongerThanAnySenders_isMalformedBeforeItIsTakenApart() {
        Source source = source("stripe");
        Map<String, String> headers = signed(source, new byte[0], SECRET, NOW);
        headers.computeIfPresent("stripe-signature", (name, value) -> value + ",".repeat(16 * 1024));
        assertRejected(verify(source, new byte[0], headers), Reason.MALFORMED);
    }

    @Test
    void verify_endlessListOfSignatures_isMalformed() {
        Map<String, String> headers =
                Map.of("stripe-signature", "t=" + NOW.getEpochSecond() + (",v1=" + "0".repeat(64)).repeat(1000));
        assertRejected(verify(source("stripe"), new byte[0], headers), Reason.MALFORMED);
    }

    @Test
    void verify_asManySignaturesAsAreTaken_andOneMore() {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        String good = signed(source, body, SECRET, NOW).get("stripe-signature");
        String zeros = ",v1=" + "0".repeat(64);
        assertThat(verify(source, body, Map.of("stripe-signature", good + zeros.repeat(31))))
                .isInstanceOf(Verification.Genuine.class);
        assertRejected(verify(source, body, Map.of("stripe-signature", good + zeros.repeat(32))), Reason.MALFORMED);
    }

    @Test
    void verify_signedHeaderMissing_isMalformed() {
        Source source = source("standard-webhooks");
        Map<String, String> headers = signed(source, new byte[0], SECRET, NOW);
        headers.remove("webhook-id");
        assertRejected(verify(source, new byte[0], headers), Reason.MALFORMED);
    }

    /** Also two headers that a gateway joined with a comma. */
    @ParameterizedTest
    @ValueSource(strings = {"G,", "G,junk", "G, v1,AAAA", "G,v1,G", "c2hvcnQ=,v1,G", "AAAA, v1,G"})
    void verify_listOfVersionsWithMoreBehindOrBefore_isGenuine(String list) {
        secrets.set(0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8));
        Map<String, String> headers = Map.of(
                "webhook-id", "msg_1",
                "webhook-timestamp", "1767322800",
                "webhook-signature", "v1," + list.replace("G", "STAMTz6tEKgRA3/rGD4GRstYixpA4WL0AYA8kd0ir54="));
        ReceivedRequest request = new ReceivedRequest(
                "s", Instant.ofEpochSecond(1767322800), "POST", URL, headers, "{\"type\":\"t\"}".getBytes(UTF_8));
        assertThat(verifier.verify(request, source("standard-webhooks"))).isInstanceOf(Verification.Genuine.class);
    }
}
