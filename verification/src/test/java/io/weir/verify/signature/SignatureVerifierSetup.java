package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verifier over secrets that a test may change. */
abstract class SignatureVerifierSetup {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String URL = "https://door/s?x=1";

    final List<byte[]> secrets = new ArrayList<>(List.of(SECRET.getBytes(UTF_8)));
    final List<Boolean> reads = new ArrayList<>();
    final SignatureVerifier verifier = new SignatureVerifier((reference, fresh) -> {
        reads.add(fresh);
        return SecretSet.of(secrets, Instant.MIN);
    });

    static Source source(String preset) {
        return Source.ofSecret("s", Presets.scheme(preset), new SecretReference.EnvironmentSecret("SECRET"));
    }

    static Map<String, String> signed(Source source, byte[] body, String secret, Instant at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("webhook-id", "id-1");
        headers.put("svix-id", "id-1");
        ReceivedRequest request = new ReceivedRequest("s", at, "POST", URL, headers, body);
        try {
            headers.putAll(
                    new RequestSigner((SignatureScheme) source.scheme()).sign(request, secret.getBytes(UTF_8), at));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return headers;
    }

    final Verification verify(Source source, byte[] body, Map<String, String> headers) {
        return verifier.verify(new ReceivedRequest("s", NOW, "POST", URL, headers, body), source);
    }

    static void assertRejected(Verification verification, Reason reason) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isEqualTo(reason);
    }
}
