package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.time.Instant;
import java.util.Map;

/** Verifies forged forms of 6 MiB, the largest request there is, in a small heap: see {@link TwilioFormTest}. */
final class LargeForms {
    private static final int BYTES = 6 * 1024 * 1024;

    private LargeForms() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < 5; round++) {
            // The most parameters that fit, 1.26 million, each of another name.
            expect(Reason.MALFORMED, form("a%04x&"));
            // Few and long ones, in the longest writing.
            expect(Reason.SIGNATURE, form("b%04x=" + "%%41".repeat(5_000) + "&"));
        }
    }

    private static byte[] form(String parameter) {
        StringBuilder form = new StringBuilder(BYTES + 32_768);
        for (int i = 0; form.length() < BYTES; i++) {
            form.append(parameter.formatted(i));
        }
        form.setLength(BYTES - 3); // not in the middle of an escape
        form.append("aaa");
        return form.toString().getBytes(UTF_8);
    }

    private static void expect(Reason reason, byte[] body) {
        Source source = Source.ofSecret("s", Presets.scheme("twilio"), new SecretReference.EnvironmentSecret("SECRET"));
        Map<String, String> headers = Map.of(
                "content-type",
                "application/x-www-form-urlencoded",
                "x-twilio-signature",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        Verification verification = new SignatureVerifier(
                        (reference, fresh) -> SecretSet.fixed("secret".getBytes(UTF_8)))
                .verify(new ReceivedRequest("s", Instant.now(), "POST", "https://door/s", headers, body), source);
        if (!(verification instanceof Verification.Rejected rejected) || rejected.reason() != reason) {
            throw new IllegalStateException("expected " + reason + ", not " + verification);
        }
    }
}
