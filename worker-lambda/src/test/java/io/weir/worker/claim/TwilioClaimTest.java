package io.weir.worker.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.test.MovableClock;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.record.Notes;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twilio signs names and values in a row: what someone can make of a captured form, and what becomes of it. */
class TwilioClaimTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final byte[] SECRET = "twilio-auth-token".getBytes(UTF_8);
    private static final String URL = "https://door/s?x=1";
    private static final String FORM = "Body=x&From=y";

    private final Source source =
            Source.ofSecret("s", Presets.scheme("twilio"), new SecretReference.EnvironmentSecret("SECRET"));
    private final SignatureVerifier verifier = new SignatureVerifier((reference, fresh) -> SecretSet.fixed(SECRET));
    private final Claims claims = new Claims(new InMemoryClaims(), false, new MovableClock(NOW));

    private Map<String, String> signature(String form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/x-www-form-urlencoded");
        try {
            headers.putAll(new RequestSigner((SignatureScheme) Presets.scheme("twilio"))
                    .sign(request(form, headers), SECRET, NOW));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        headers.put("i-twilio-idempotency-token", "token");
        return headers;
    }

    private Verification verify(String form, Map<String, String> headers) {
        return verifier.verify(request(form, headers), source);
    }

    private static ReceivedRequest request(String form, Map<String, String> headers) {
        return new ReceivedRequest("s", NOW, "POST", URL, headers, form.getBytes(UTF_8));
    }

    private static void assertRejected(Verification verification, Reason reason) {
        assertThat(verification)
                .isInstanceOfSatisfying(
                        Verification.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    private Claims.Answer claim(Verification verification) throws IOException {
        Claims.Answer answer = claims.claim(((Verification.Genuine) verification).by(), new Notes());
        if (answer instanceof Claims.Answer.Ours(var claim)) {
            claim.done();
        }
        return answer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"From=y&Body=x", "Body=x&Body=x&From=y", "&B%6fdy=%78&From=y", "Body=x&From=y&"})
    void sameParametersSpelledAnew_areTheSameEvent(String spelled) throws IOException {
        Map<String, String> headers = signature(FORM);
        assertThat(claim(verify(FORM, headers))).isInstanceOf(Claims.Answer.Ours.class);
        assertThat(claim(verify(spelled, headers))).isEqualTo(new Claims.Answer.Processed(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Body=xFromy", "BodyxFromy=", "B=odyxFromy", "Body=xF&r=omy"})
    void parametersCutElsewhere_areAmbiguousAndHaveNoEffect(String cut) throws IOException {
        Map<String, String> headers = signature(FORM);
        assertThat(claim(verify(FORM, headers))).isInstanceOf(Claims.Answer.Ours.class);
        assertThat(claim(verify(cut, headers))).isEqualTo(new Claims.Answer.Ambiguous());
        assertThat(claim(verify(FORM, headers))).isEqualTo(new Claims.Answer.Processed(false));
    }

    @Test
    void emptyFormAndEmptyBodyOfAnotherKind_areAmbiguous() throws IOException {
        Map<String, String> headers = signature("");
        assertThat(claim(verify("", headers))).isInstanceOf(Claims.Answer.Ours.class);
        headers.put("content-type", "application/json");
        assertThat(claim(verify("", headers))).isEqualTo(new Claims.Answer.Ambiguous());
    }

    @Test
    void sameFormUnderAnotherToken_isAReplay() throws IOException {
        Map<String, String> headers = signature(FORM);
        assertThat(claim(verify(FORM, headers))).isInstanceOf(Claims.Answer.Ours.class);
        headers.put("i-twilio-idempotency-token", "another");
        assertThat(claim(verify(FORM, headers))).isEqualTo(new Claims.Answer.Processed(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=BodyxFromy", "Body%3Dx=y", "Bo%26dy=x", "Bo%0Ady=x", "%00=x"})
    void namesThatTwilioNeverSends_areMalformed(String form) {
        assertRejected(verify(form, signature(FORM)), Reason.MALFORMED);
    }

    @Test
    void nameThatIsTooLong_isMalformed() {
        assertRejected(verify("x".repeat(257) + "=1", signature(FORM)), Reason.MALFORMED);
        String longest = "x".repeat(256) + "=1";
        assertThat(verify(longest, signature(longest))).isInstanceOf(Verification.Genuine.class);
    }

    @Provide
    Arbitrary<Map<String, String>> forms() {
        Arbitrary<String> names =
                Arbitraries.strings().withChars("abAB09").ofMinLength(1).ofMaxLength(4);
        Arbitrary<String> values =
                Arbitraries.strings().withChars("abAB09 +&=é").ofMaxLength(6);
        return Arbitraries.maps(names, values).ofMinSize(1).ofMaxSize(4);
    }

    private static String encode(List<String> pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.size(); i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(pairs.get(i), UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(pairs.get(i + 1), UTF_8));
        }
        return form.toString();
    }

    private static List<String> flat(Map<String, String> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.addAll(List.of(name, value)));
        return pairs;
    }

    /** All ways to read a text as one pair or as two. */
    private static List<List<String>> cuts(String text) {
        List<List<String>> cuts = new ArrayList<>();
        for (int a = 0; a <= text.length(); a++) {
            cuts.add(List.of(text.substring(0, a), text.substring(a)));
            for (int b = a; b <= text.length(); b++) {
                for (int c = b; c <= text.length(); c++) {
                    cuts.add(List.of(
                            text.substring(0, a), text.substring(a, b), text.substring(b, c), text.substring(c)));
                }
            }
        }
        return cuts;
    }

    @Property(tries = 60)
    void anyCutOfACapturedForm_neverHasASecondEffect(@ForAll("forms") Map<String, String> form) throws IOException {
        Map<String, String> sorted = new TreeMap<>(form);
        String genuine = encode(flat(sorted));
        Map<String, String> headers = new LinkedHashMap<>(signature(genuine));
        Claims each = new Claims(new InMemoryClaims(), false, new MovableClock(NOW));
        Verification.Genuine first = (Verification.Genuine) verify(genuine, headers);
        assertThat(each.claim(first.by(), new Notes()))
                .isInstanceOfSatisfying(
                        Claims.Answer.Ours.class, ours -> ours.claim().done());
        for (List<String> cut : cuts(String.join("", flat(sorted)))) {
            if (verify(encode(cut), headers) instanceof Verification.Genuine(var event, var by, var secret)) {
                Claims.Answer answer = each.claim(by, new Notes());
                boolean same = event.idempotencyKey().equals(first.event().idempotencyKey());
                assertThat(answer)
                        .as(encode(cut))
                        .isEqualTo(same ? new Claims.Answer.Processed(false) : new Claims.Answer.Ambiguous());
            }
        }
    }
}
