package io.weir.worker.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.SignatureVerifier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whatever the headers, URL and body of a signed webhook say: a rejection and no exception, in bounded time. Nothing here
 * is signed, so nothing may be genuine.
 */
class HeaderFuzzTest {
    /** Those that a shared secret proves, in whatever form the fuzzed one is. */
    private static final List<String> PRESETS = Presets.names().stream()
            .filter(name -> Presets.scheme(name) instanceof SignatureScheme scheme
                    && !scheme.signature().algorithm().isAsymmetric())
            .toList();

    private static final Sources SOURCES = sources();
    /** Hex, and thereby base64 and text as well. */
    private static final SecretSet SECRETS = SecretSet.fixed("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

    private static Sources sources() {
        Map<String, Object> sources = new LinkedHashMap<>();
        PRESETS.forEach(preset -> sources.put(preset, Map.of("scheme", preset, "secret", "env:X")));
        return Sources.parse("test", Json.write(sources));
    }

    @FuzzTest(maxDuration = "30s")
    void verify_anyHeaders_isNeverGenuineAndNeverThrows(FuzzedDataProvider data) {
        Source source = SOURCES.find(data.pickValue(PRESETS));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : source.scheme().requiredHeaders()) {
            headers.put(name, data.consumeString(200));
        }
        for (String name : source.scheme().declaredHeaders()) {
            headers.putIfAbsent(name, data.consumeString(50));
        }
        headers.put("content-type", data.pickValue(List.of("application/json", "application/x-www-form-urlencoded")));
        Instant receivedAt = Instant.ofEpochSecond(data.consumeLong(0, 4_000_000_000L));
        String url = "https://door/?" + data.consumeString(100);
        byte[] body = data.consumeRemainingAsBytes();
        Verification verification = new SignatureVerifier((reference, fresh) -> SECRETS)
                .verify(new ReceivedRequest(source.name(), receivedAt, "POST", url, headers, body), source);
        if (!(verification instanceof Verification.Rejected)) {
            throw new IllegalStateException("not rejected: " + verification);
        }
    }
}
