package io.weir.worker.hmac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Presets;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.worker.kit.MovableClock;
import io.weir.worker.secret.CachedSecrets;
import io.weir.worker.secret.SecretText;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import io.weir.worker.verify.Verification;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String URL = "https://door/s?x=1";

    private final List<byte[]> secrets = new ArrayList<>(List.of(SECRET.getBytes(UTF_8)));
    private final List<Boolean> reads = new ArrayList<>();
    private final HmacVerifier verifier = new HmacVerifier((reference, fresh) -> {
        reads.add(fresh);
        return List.copyOf(secrets);
    });

    static List<String> presets() {
        return List.copyOf(Presets.trees().keySet());
    }

    private static Source source(Object scheme) {
        return Sources.parse("test", Json.write(Map.of("s", Map.of("scheme", scheme, "secret", "env:SECRET"))))
                .find("s");
    }

    private static Map<String, String> signed(Source source, byte[] body, String secret, Instant at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("webhook-id", "id-1");
        headers.put("svix-id", "id-1");
        ReceivedRequest request = new ReceivedRequest("s", at, "POST", URL, headers, body);
        try {
            headers.putAll(new HmacSigner((HmacScheme) source.scheme()).sign(request, secret.getBytes(UTF_8), at));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return headers;
    }

    private Verification verify(Source source, byte[] body, Map<String, String> headers) {
        return verifier.verify(new ReceivedRequest("s", NOW, "POST", URL, headers, body), source);
    }

    private static void assertRejected(Verification verification, Reason reason) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isEqualTo(reason);
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
    void verify_githubsOwnExample_isGenuine() {
        // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, "Testing the webhook
        // payload validation"
        secrets.set(0, "It's a Secret to Everybody".getBytes(UTF_8));
        Map<String, String> headers = Map.of(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "X-GitHub-Delivery",
                "72d3162e",
                "X-GitHub-Event",
                "push");

        Verification verification = verify(source("github"), "Hello, World!".getBytes(UTF_8), headers);

        Event event = ((Verification.Genuine) verification).event();
        assertThat(event.id()).isEqualTo("72d3162e");
        assertThat(event.type()).isEqualTo("push");
        assertThat(event.headers()).doesNotContainKey("x-hub-signature-256");
    }

    @Test
    void verify_slacksOwnExample_isGenuineAtItsTime() {
        // https://docs.slack.dev/authentication/verifying-requests-from-slack
        secrets.set(0, "8f742231b10e8888abcd99yyyzzz85a5".getBytes(UTF_8));
        String body =
                "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        ReceivedRequest request = new ReceivedRequest(
                "s",
                Instant.ofEpochSecond(1531420618),
                "POST",
                URL,
                Map.of(
                        "x-slack-request-timestamp",
                        "1531420618",
                        "x-slack-signature",
                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
                body.getBytes(UTF_8));

        assertThat(verifier.verify(request, source("slack"))).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_standardWebhooksOwnExample_isGenuineAtItsTime() {
        // https://github.com/standard-webhooks/standard-webhooks, the reference vector of the libraries' tests
        ReceivedRequest request = new ReceivedRequest(
                "s",
                Instant.ofEpochSecond(1614265330),
                "POST",
                URL,
                Map.of(
                        "webhook-id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp",
                        "1614265330",
                        "webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(verifier.verify(request, source("standard-webhooks"))).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_headersOfTheSeedsOwnScheme_giveIdAndType() {
        Source source = source(Map.of(
                "header", "X-Hmac",
                "algorithm", "HmacSHA256",
                "encoding", "hex",
                "signed", "{body}",
                "id", "X-Webhook-Id",
                "type", "X-Topic"));
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

    @ParameterizedTest
    @CsvSource({"-300, true", "300, true", "-301, false", "301, false"})
    void verify_timeOfSending_mayBeAsFarInTheFutureAsInThePast(int seconds, boolean fresh) {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        Verification verification = verify(source, body, signed(source, body, SECRET, NOW.plusSeconds(seconds)));
        if (fresh) {
            assertThat(verification).isInstanceOf(Verification.Genuine.class);
        } else {
            assertRejected(verification, Reason.STALE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e9", "+5", "-5", "", "999999999999999", "1234567890123456789012", "１７７２６２５６００", "1.0", " 1"})
    void verify_timeThatIsNotPlainDigits_isMalformed(String time) {
        String signature = "0".repeat(64);
        Map<String, String> slack = new LinkedHashMap<>();
        slack.put("x-slack-signature", "v0=" + signature);
        slack.put("x-slack-request-timestamp", time);
        assertRejected(verify(source("slack"), new byte[0], slack), Reason.MALFORMED);
    }

    @Test
    void verify_timeChangedAfterSigning_isRejected() {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        Map<String, String> headers = signed(source, body, SECRET, NOW);
        headers.computeIfPresent(
                "stripe-signature",
                (name, value) -> value.replace("" + NOW.getEpochSecond(), "" + (NOW.getEpochSecond() + 1)));
        assertRejected(verify(source, body, headers), Reason.SIGNATURE);
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

    @Test
    void verify_timeTwiceInTheList_isMalformed() {
        Map<String, String> headers = Map.of("stripe-signature", "t=1,t=2,v1=" + "0".repeat(64));
        assertRejected(verify(source("stripe"), new byte[0], headers), Reason.MALFORMED);
    }

    @Test
    void verify_endlessListOfSignatures_isMalformed() {
        Map<String, String> headers =
                Map.of("stripe-signature", "t=" + NOW.getEpochSecond() + (",v1=" + "0".repeat(64)).repeat(1000));
        assertRejected(verify(source("stripe"), new byte[0], headers), Reason.MALFORMED);
    }

    @Test
    void verify_signedHeaderMissing_isMalformed() {
        Source source = source("standard-webhooks");
        Map<String, String> headers = signed(source, new byte[0], SECRET, NOW);
        headers.remove("webhook-id");
        assertRejected(verify(source, new byte[0], headers), Reason.MALFORMED);
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
        HmacVerifier rotating =
                new HmacVerifier((reference, fresh) -> List.of((fresh ? "new" : "old").getBytes(UTF_8)));
        ReceivedRequest request =
                new ReceivedRequest("s", NOW, "POST", URL, signed(source, new byte[0], "new", NOW), new byte[0]);
        assertThat(rotating.verify(request, source)).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_secretStoreDown_isUndecidedNeverRejected() {
        HmacVerifier down = new HmacVerifier((reference, fresh) -> {
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
    void fallbackId_dependsOnSourceBodyAndSignature() {
        SignatureHeader first = new SignatureHeader("sig-1", List.of(), null, null);
        SignatureHeader other = new SignatureHeader("sig-2", List.of(), null, null);
        ReceivedRequest request = new ReceivedRequest("a", NOW, "POST", URL, Map.of(), new byte[] {1});
        ReceivedRequest otherSource = new ReceivedRequest("b", NOW, "POST", URL, Map.of(), new byte[] {1});
        ReceivedRequest otherBody = new ReceivedRequest("a", NOW, "POST", URL, Map.of(), new byte[] {2});
        ReceivedRequest shifted = new ReceivedRequest("as", NOW, "POST", URL, Map.of(), new byte[] {1});

        assertThat(List.of(
                        first.fallbackId(request),
                        other.fallbackId(request),
                        first.fallbackId(otherSource),
                        first.fallbackId(otherBody),
                        new SignatureHeader("ig-1", List.of(), null, null).fallbackId(shifted)))
                .doesNotHaveDuplicates();
        assertThat(first.toString()).doesNotContain("sig-1");
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
    void verify_staleRequest_saysOnWhichSide() {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        assertThat(verify(source, body, signed(source, body, SECRET, NOW.minusSeconds(301))))
                .isEqualTo(new Verification.Rejected(Reason.STALE, "older than PT5M when received"));
        assertThat(verify(source, body, signed(source, body, SECRET, NOW.plusSeconds(301))))
                .isEqualTo(new Verification.Rejected(Reason.STALE, "sent after received"));
    }

    @Test
    void twilioForm_parametersOfEveryForm_areSortedByNameThenValue() throws Exception {
        ReceivedRequest request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                URL,
                Map.of("content-type", "Application/X-WWW-Form-Urlencoded; charset=utf-8"),
                "b=2&a=%C3%A9&&c&b=1&=x&b=2".getBytes(UTF_8));
        assertThat(TwilioForm.of(request)).isEqualTo("xaéb1b2c");
    }

    @Test
    void twilioForm_otherBody_needsItsHashInTheQueryAndOnlyThere() throws Exception {
        String hash = Sha256.hex(new byte[] {1});
        for (String url : List.of("https://x/?bodySHA256=" + hash, "https://x/?a=b&bodySHA256=" + hash)) {
            assertThat(TwilioForm.of(new ReceivedRequest("s", NOW, "POST", url, Map.of(), new byte[] {1})))
                    .isEmpty();
        }
        assertThat(TwilioForm.of(new ReceivedRequest("s", NOW, "POST", "https://x/", Map.of(), new byte[0])))
                .isEmpty();
        for (String url :
                List.of("bodySHA256=" + hash, "https://x/&bodySHA256=" + hash, "https://x/?xbodySHA256=" + hash)) {
            assertThatThrownBy(
                            () -> TwilioForm.of(new ReceivedRequest("s", NOW, "POST", url, Map.of(), new byte[] {1})))
                    .isInstanceOf(RejectionException.class);
        }
    }

    @Test
    void twilioForm_badEscapes_areMalformed() {
        ReceivedRequest request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                URL,
                Map.of("content-type", "application/x-www-form-urlencoded"),
                "a=%zz".getBytes(UTF_8));
        assertThatThrownBy(() -> TwilioForm.of(request)).hasMessageContaining("malformed");
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

    private static byte[] hmacSha1(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac.doFinal(text);
    }

    @Test
    void verify_twiliosOwnExample_isGenuine() {
        // https://www.twilio.com/docs/usage/security, "Validating requests"
        secrets.set(0, "12345".getBytes(UTF_8));
        String body =
                "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
        ReceivedRequest request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                Map.of(
                        "content-type",
                        "application/x-www-form-urlencoded",
                        "x-twilio-signature",
                        "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
                body.getBytes(UTF_8));
        assertThat(verifier.verify(request, source("twilio"))).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void parse_secretText_takesPlainTextArraysAndObjects() throws Exception {
        assertThat(texts("plain\n")).containsExactly("plain");
        assertThat(texts("plain\r\n\n")).containsExactly("plain");
        assertThat(texts(" inner space ")).containsExactly(" inner space ");
        assertThat(texts("[\"a\",\"b\"]")).containsExactly("a", "b");
        assertThat(texts("{\"secrets\":[\"a\"]}")).containsExactly("a");
        assertThat(texts("{not json")).containsExactly("{not json");
        for (String empty : List.of("", "\n", "[]", "[\"\"]", "{\"secrets\":[]}", "[1]")) {
            assertThatThrownBy(() -> SecretText.parse("env:X", empty))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("env:X: ");
        }
    }

    private static List<String> texts(String text) throws IOException {
        return SecretText.parse("test", text).stream()
                .map(secret -> new String(secret, UTF_8))
                .toList();
    }

    @Test
    void get_cachedSecrets_areReadAgainAfterMinutesOrAMismatchButNotAtEachMismatch() throws Exception {
        List<Instant> readAt = new ArrayList<>();
        MovableClock clock = new MovableClock(NOW);
        CachedSecrets cached = new CachedSecrets(
                (reference, fresh) -> {
                    readAt.add(clock.instant());
                    return List.of(new byte[] {1});
                },
                clock);
        SecretReference reference = new SecretReference.EnvironmentSecret("X");

        cached.get(reference, false);
        cached.get(reference, true);
        clock.advance(CachedSecrets.REFRESH_INTERVAL);
        cached.get(reference, true);
        cached.get(reference, true);
        clock.advance(CachedSecrets.KEPT);
        cached.get(reference, false);

        assertThat(readAt).hasSize(3);
    }

    @Test
    void everyPreset_fitsInTheAttributesOfAMessage() {
        for (String preset : presets()) {
            assertThat(source(preset).scheme().declaredHeaders()).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(Arrays.asList(presets().toArray())).contains("github", "shopify", "stripe", "slack");
    }
}
