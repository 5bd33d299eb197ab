package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Twilio signs of a body. */
class TwilioFormTest extends SignatureVerifierSetup {
    @Test
    void twilioForm_parametersOfEveryForm_areSortedByNameThenValue() throws Exception {
        ReceivedRequest request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                URL,
                Map.of("content-type", "Application/X-WWW-Form-Urlencoded; charset=utf-8"),
                "b=2&a=%C3%A9&&c&b=1&b=2".getBytes(UTF_8));
        assertThat(signed(request)).isEqualTo("aéb1b2c");
    }

    @Test
    void twilioForm_otherBody_needsItsHashInTheQueryAndOnlyThere() throws Exception {
        String hash = Sha256.hex(new byte[] {1});
        for (String url : List.of("https://x/?bodySHA256=" + hash, "https://x/?a=b&bodySHA256=" + hash)) {
            assertThat(signed(new ReceivedRequest("s", NOW, "POST", url, Map.of(), new byte[] {1})))
                    .isEmpty();
        }
        assertThat(signed(new ReceivedRequest("s", NOW, "POST", "https://x/", Map.of(), new byte[0])))
                .isEmpty();
        for (String url :
                List.of("bodySHA256=" + hash, "https://x/&bodySHA256=" + hash, "https://x/?xbodySHA256=" + hash)) {
            assertThatThrownBy(
                            () -> TwilioForm.of(new ReceivedRequest("s", NOW, "POST", url, Map.of(), new byte[] {1})))
                    .isInstanceOf(RejectionException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%", "a=%4", "%=1", "a=%+1", "a=%-1"})
    void twilioForm_badEscapes_areMalformed(String body) {
        assertThatThrownBy(() -> TwilioForm.of(form(body))).hasMessageContaining("malformed");
    }

    @Test
    void twilioForm_asManyParametersAsAreTaken_andOneMore() throws Exception {
        assertThat(TwilioForm.of(form("a=1" + "&b=2".repeat(999)))).hasSize(2);
        assertThatThrownBy(() -> TwilioForm.of(form("a=1" + "&b=2".repeat(1000))))
                .hasMessageContaining("malformed");
    }

    @Test
    void verify_forgedFormsOfTheLargestSize_fitInASmallHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeForms.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void verify_twilioJson_needsTheHashOfTheBodyInTheUrl() throws Exception {
        Source source = source("twilio");
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        String hash = Sha256.hex(body);
        for (String url : List.of(URL + "&bodySHA256=" + hash, URL + "&bodySHA256=00", URL)) {
            Map<String, String> headers = new LinkedHashMap<>(Map.of("content-type", "application/json"));
            headers.put(
                    "x-twilio-signature",
                    Base64.getEncoder().encodeToString(hmacSha1(SECRET.getBytes(UTF_8), url.getBytes(UTF_8))));
            Verification verification =
                    verifier.verify(new ReceivedRequest("s", NOW, "POST", url, headers, body), source);
            if (url.endsWith(hash)) {
                assertThat(verification).isInstanceOf(Verification.Genuine.class);
            } else {
                assertRejected(verification, Reason.SIGNATURE);
            }
        }
    }

    private static ReceivedRequest form(String body) {
        return new ReceivedRequest(
                "s",
                NOW,
                "POST",
                URL,
                Map.of("content-type", "application/x-www-form-urlencoded"),
                body.getBytes(UTF_8));
    }

    private static String signed(ReceivedRequest request) throws RejectionException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (TwilioForm.Pair pair : TwilioForm.of(request)) {
            text.writeBytes(pair.name());
            text.writeBytes(pair.value());
        }
        return text.toString(UTF_8);
    }

    private static byte[] hmacSha1(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac.doFinal(text);
    }
}
