package io.weir.worker.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proofs in the files of the presets whose senders sign tokens, set up as the file itself says. */
class JwtPresetsTest {
    /** One of them, over a host and a store that hold its keys. */
    private record Proof(Source source, JwtVerifier verifier, ReceivedRequest request, Map<?, ?> vector) {
        static Proof of(String preset, Map<?, ?> file, Map<?, ?> vector) {
            Map<?, ?> setup = (Map<?, ?>) file.get("setup");
            Source source = Objects.requireNonNull(Sources.parse(
                            "test", Json.write(Map.of("s", Objects.requireNonNull(setup.get("write")))))
                    .find("s"));
            Instant at = Instant.parse((String) vector.get("at"));
            byte[] keys = ((String) vector.get("secret")).getBytes(UTF_8);
            Map<String, String> headers = new LinkedHashMap<>();
            ((Map<?, ?>) vector.get("headers")).forEach((name, value) -> headers.put((String) name, (String) value));
            assertThat(((JwtScheme) source.scheme()).name()).isEqualTo(preset);
            return new Proof(
                    source,
                    new JwtVerifier(
                            (url, maxBytes) -> keys,
                            (reference, fresh) -> SecretSet.fixed(keys),
                            Clock.fixed(at, ZoneOffset.UTC)),
                    new ReceivedRequest(
                            "s",
                            at,
                            (String) vector.get("method"),
                            (String) vector.get("url"),
                            headers,
                            ((String) vector.get("body")).getBytes(UTF_8)),
                    vector);
        }

        Verification verify(String token, byte[] body) {
            Map<String, String> headers = new LinkedHashMap<>(request.headers());
            headers.put(scheme().header(), token);
            return verifier.verify(
                    new ReceivedRequest("s", request.receivedAt(), request.method(), request.url(), headers, body),
                    source);
        }

        JwtScheme scheme() {
            return (JwtScheme) source.scheme();
        }

        String token() {
            return Objects.requireNonNull(request.header(scheme().header()));
        }
    }

    private static List<Proof> proofs(String preset) throws IOException, JsonException {
        try (InputStream text =
                Objects.requireNonNull(JwtScheme.class.getResourceAsStream("presets/" + preset + ".json"))) {
            Map<String, @Nullable Object> file = Json.readObject(text.readAllBytes());
            return ((List<?>) Objects.requireNonNull(file.get("vectors")))
                    .stream()
                            .map(vector -> Proof.of(preset, file, (Map<?, ?>) vector))
                            .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pubsub", "plaid", "event-grid-entra"})
    void verify_proofOfAPreset_isGenuineAndItsForgeriesAreNot(String preset) throws IOException, JsonException {
        for (Proof proof : proofs(preset)) {
            byte[] body = proof.request().body();
            Verification verification = proof.verify(proof.token(), body);
            assertThat(verification).isInstanceOf(Verification.Genuine.class);
            Event event = ((Verification.Genuine) verification).event();
            Object id = proof.vector().get("id");
            Object type = proof.vector().get("type");
            assertThat(event.id()).isEqualTo(id == null ? event.idempotencyKey() : id);
            assertThat(event.type()).isEqualTo(type == null ? "" : type);

            String token = proof.token();
            int middle = token.indexOf('.') + 20;
            char other = token.charAt(middle) == 'A' ? 'B' : 'A';
            assertThat(proof.verify(token.substring(0, middle) + other + token.substring(middle + 1), body))
                    .isInstanceOf(Verification.Rejected.class);
            assertThat(proof.verify(token.substring(0, token.lastIndexOf('.') + 1) + "AAAA", body))
                    .isInstanceOf(Verification.Rejected.class);
            body[0] ^= 1;
            assertThat(proof.verify(token, body))
                    .isInstanceOf(
                            proof.scheme().bodyHash() == null
                                    ? Verification.Genuine.class
                                    : Verification.Rejected.class);
        }
    }
}
