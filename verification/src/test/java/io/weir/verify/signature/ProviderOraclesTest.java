package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.app_backend.SlackSignature;
import com.stripe.exception.SignatureVerificationException;
import com.twilio.security.RequestValidator;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * The providers' own libraries judge the same requests, whole and damaged: the verdict must be the same. What they take as
 * strings is kept to text here; bytes that are no text are the business of the other tests.
 */
class ProviderOraclesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String URL = "https://door.example/s?x=1";

    /** What happens to a request between the signer and the verifier. */
    enum Damage {
        NONE,
        BODY,
        SIGNATURE,
        TIME,
        SECRET,
        STALE,
        NO_SIGNATURE
    }

    record Case(String body, Damage damage, long ageSeconds) {}

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        Arbitraries.strings().withChars("{}\":,abc é漢\n\\").ofMaxLength(60),
                        Arbitraries.of(Damage.class),
                        Arbitraries.longs().between(0, 290))
                .as(Case::new);
    }

    private static Source source(String preset) {
        return Source.ofSecret("s", Presets.scheme(preset), new SecretReference.EnvironmentSecret("SECRET"));
    }

    private static boolean ours(String preset, Map<String, String> headers, String body, Instant receivedAt) {
        SignatureVerifier verifier =
                new SignatureVerifier((reference, fresh) -> SecretSet.fixed(SECRET.getBytes(UTF_8)));
        ReceivedRequest request = new ReceivedRequest("s", receivedAt, "POST", URL, headers, body.getBytes(UTF_8));
        Verification verification = verifier.verify(request, source(preset));
        assertThat(verification).isNotInstanceOf(Verification.Undecided.class);
        return verification instanceof Verification.Genuine;
    }

    /** Signs as the sender would, then does the damage. */
    private static Map<String, String> request(
            String preset, Map<String, String> given, String body, Damage damage, Instant sentAt) {
        String secret = damage == Damage.SECRET ? "whsec_" + "A".repeat(32) : SECRET;
        ReceivedRequest request = new ReceivedRequest("s", sentAt, "POST", URL, given, body.getBytes(UTF_8));
        SignatureScheme scheme = (SignatureScheme) source(preset).scheme();
        Map<String, String> headers = new LinkedHashMap<>(given);
        try {
            headers.putAll(new RequestSigner(scheme).sign(request, secret.getBytes(UTF_8), sentAt));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        String signature = headers.get(header(scheme));
        switch (damage) {
            case SIGNATURE -> headers.put(header(scheme), otherDigit(signature, signature.length() - 5));
            case NO_SIGNATURE -> headers.put(header(scheme), "");
            case TIME -> {
                String header = timeHeader(scheme);
                if (header != null) {
                    headers.put(header, otherDigit(headers.get(header), 9));
                } else if (scheme.time() != null) {
                    headers.put(header(scheme), otherDigit(signature, 11));
                }
            }
            default -> {}
        }
        return headers;
    }

    private static String otherDigit(String text, int at) {
        return text.substring(0, at) + (text.charAt(at) == '1' ? '2' : '1') + text.substring(at + 1);
    }

    private static String damaged(Case one) {
        return one.damage() == Damage.BODY ? one.body() + "x" : one.body();
    }

    private static Instant sentAt(Instant now, Case one) {
        return now.minusSeconds(one.damage() == Damage.STALE ? 10_000 : one.ageSeconds());
    }

    @Property(tries = 1000)
    void stripe_judgesAsItsOwnLibrary(@ForAll("cases") Case one) {
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        Map<String, String> headers = request("stripe", Map.of(), one.body(), one.damage(), sentAt(now, one));
        boolean theirs;
        try {
            theirs = com.stripe.net.Webhook.Signature.verifyHeader(
                    damaged(one), headers.get("stripe-signature"), SECRET, 300, Clock.fixed(now, ZoneOffset.UTC));
        } catch (SignatureVerificationException e) {
            theirs = false;
        }
        assertThat(ours("stripe", headers, damaged(one), now)).isEqualTo(theirs);
        assertThat(theirs).isEqualTo(one.damage() == Damage.NONE);
    }

    @Property(tries = 1000)
    void slack_judgesAsItsOwnLibrary(@ForAll("cases") Case one) {
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        Map<String, String> headers = request("slack", Map.of(), one.body(), one.damage(), sentAt(now, one));
        boolean theirs = new SlackSignature.Verifier(new SlackSignature.Generator(SECRET))
                .isValid(
                        headers.get("x-slack-request-timestamp"),
                        damaged(one),
                        headers.get("x-slack-signature"),
                        now.toEpochMilli());
        assertThat(ours("slack", headers, damaged(one), now)).isEqualTo(theirs);
        assertThat(theirs).isEqualTo(one.damage() == Damage.NONE);
    }

    /** Its library has no clock but the wall's. */
    @Property(tries = 1000)
    void standardWebhooks_judgesAsItsOwnLibrary(@ForAll("cases") Case one) {
        Instant now = Clock.systemUTC().instant();
        Map<String, String> given = Map.of("webhook-id", "msg_1");
        Map<String, String> headers = request("standard-webhooks", given, one.body(), one.damage(), sentAt(now, one));
        Map<String, List<String>> multi = new LinkedHashMap<>();
        headers.forEach((name, value) -> multi.put(name, List.of(value)));
        boolean theirs = true;
        try {
            new com.standardwebhooks.Webhook(SECRET).verify(damaged(one), HttpHeaders.of(multi, (name, value) -> true));
        } catch (Exception e) {
            theirs = false;
        }
        assertThat(ours("standard-webhooks", headers, damaged(one), now)).isEqualTo(theirs);
        assertThat(theirs).isEqualTo(one.damage() == Damage.NONE);
    }

    @Provide
    Arbitrary<Map<String, String>> forms() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("abAB09 +&=é漢%\n")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> names =
                Arbitraries.strings().withChars("abAB09 +é漢%").ofMinLength(1).ofMaxLength(8);
        return Arbitraries.maps(names, text).ofMaxSize(6);
    }

    @Property(tries = 1000)
    void twilio_form_judgesAsItsOwnLibrary(@ForAll("forms") Map<String, String> form, @ForAll Damage damage) {
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, UTF_8)));
        Map<String, String> given = Map.of("content-type", "application/x-www-form-urlencoded; charset=UTF-8");
        Map<String, String> headers = request("twilio", given, body.toString(), damage, now);
        Map<String, String> received = new LinkedHashMap<>(form);
        String text = body.toString();
        if (damage == Damage.BODY) {
            received.put("added", "x");
            text += (text.isEmpty() ? "" : "&") + "added=x";
        }
        boolean theirs = new RequestValidator(SECRET).validate(URL, received, headers.get("x-twilio-signature"));
        assertThat(ours("twilio", headers, text, now)).isEqualTo(theirs);
        boolean whole = List.of(Damage.NONE, Damage.TIME, Damage.STALE).contains(damage); // it signs no time
        assertThat(theirs).isEqualTo(whole);
    }

    private static String header(SignatureScheme scheme) {
        return ((FieldLocation.Header) scheme.signature().at().getFirst()).name();
    }

    private static @Nullable String timeHeader(SignatureScheme scheme) {
        return scheme.time() != null && scheme.time().at() instanceof FieldLocation.Header(String name) ? name : null;
    }
}
