package io.weir.worker.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Terraform knows of the presets at plan is what their files say. */
class PresetsAtPlanTest {
    private static final Path KNOWN = Path.of("../infra/modules/sources/source/presets.json");

    private static Map<String, Object> line(String name) {
        WebhookScheme scheme = Presets.scheme(name);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind(scheme));
        line.put("time", scheme.hasTime());
        line.put("handshake", handshake(name));
        line.put("verify", Presets.isVerifiedAtDoor(scheme));
        if (scheme instanceof JwtScheme jwt) {
            line.put("jwks", jwt.jwks() != null);
            line.put("bound", jwt.audience() != null || jwt.bodyHash() != null);
        }
        return line;
    }

    private static String kind(WebhookScheme scheme) {
        return switch (scheme) {
            case TokenScheme token -> "token";
            case JwtScheme jwt -> "jwt";
            case SignatureScheme signature when signature.certificate() != null -> "certificate";
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() -> "asymmetric";
            case SignatureScheme signature -> signature.signature().algorithm().isHmac() ? "hmac" : "digest";
        };
    }

    private static String handshake(String name) {
        List<?> rules = Presets.file(name).get("handshake") instanceof List<?> list ? list : List.of();
        long signed = rules.stream()
                .filter(rule -> ((Map<?, ?>) rule).containsKey("hmac"))
                .count();
        if (rules.isEmpty()) {
            return "none";
        }
        return signed == 0 ? "unsigned" : signed == rules.size() ? "signed" : "both";
    }

    @Test
    void everyPreset_isKnownAsItsFileSays() throws Exception {
        Map<String, Object> expected = new LinkedHashMap<>();
        Presets.names().forEach(name -> expected.put(name, line(name)));
        assertThat(Json.readObject(Files.readAllBytes(KNOWN)))
                .as("infra/modules/sources/source/presets.json should be " + Json.write(expected))
                .isEqualTo(expected);
    }
}
