package io.weir.cli.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.judge.Judge;
import io.weir.cli.key.SenderKey;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.SecretText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is played as a sender's is genuine by the verifiers of the worker. */
class SigningTest {
    private static final String URL = "https://door.example/s?x=1";

    /** A text that is a key in each form: hex, base64, and as it stands. */
    private static final byte[] SECRET = HexFormat.of().formatHex(new byte[32]).getBytes(UTF_8);

    @TempDir
    private Path data;

    static List<String> presets() {
        return Presets.names();
    }

    private Verification played(WebhookScheme scheme, byte[] body) throws Exception {
        SenderKey key = switch (scheme) {
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() -> SenderKey.madeUp(data, "s", signature);
            case JwtScheme jwt -> SenderKey.madeUp(data, "s", jwt);
            default -> null;
        };
        ReceivedRequest request = Signing.request(
                scheme, new Signing.Proof(SECRET, key), URL, body, Signing.Event.now("id-1", "test"), Map.of());
        Path certificate = null;
        if (key != null) {
            certificate = Files.writeString(
                    data.resolve("certificate"),
                    "-----BEGIN PUBLIC KEY-----\n" + key.publicText() + "\n-----END PUBLIC KEY-----\n");
        }
        ReceivedRequest received = new ReceivedRequest(
                "s", Instant.now(), request.method(), request.url(), request.headers(), request.body());
        return Judge.verify(
                received,
                source(scheme, key),
                (reference, fresh) -> SecretSet.of(
                        key != null && scheme instanceof JwtScheme
                                ? SecretText.parse("jwks", Files.readAllBytes(Objects.requireNonNull(key.publicFile())))
                                : List.of(SECRET),
                        Instant.MIN),
                certificate);
    }

    private static Source source(WebhookScheme scheme, @Nullable SenderKey key) {
        boolean hasPublicKey =
                key != null && scheme instanceof SignatureScheme signature && signature.certificate() == null;
        return Source.ofSecret("s", scheme, hasPublicKey ? null : new SecretReference.EnvironmentSecret("X"))
                .toBuilder()
                .publicKey(hasPublicKey ? Objects.requireNonNull(key).publicText() : null)
                .build();
    }

    private static WebhookScheme own(Map<String, Object> members) {
        return WebhookScheme.parse(new ConfigValue("own", members));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void request_ofAPreset_isGenuine(String preset) throws Exception {
        WebhookScheme scheme = Presets.scheme(preset);
        if (scheme instanceof JwtScheme jwt && jwt.jwks() != null) {
            scheme = own(
                    Map.of("kind", "jwt", "algorithms", jwt.algorithms(), "audience", "weir", "equalBodies", "same"));
        }
        byte[] body = (preset.equals("twilio") ? "Body=hello" : "{\"hello\":\"weir\"}").getBytes(UTF_8);

        assertThat(played(scheme, body)).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"})
    void request_withATokenOfEachAlgorithm_isGenuine(String algorithm) throws Exception {
        WebhookScheme scheme = own(Map.of(
                "kind", "jwt",
                "algorithms", List.of(algorithm),
                "issuer", "me",
                "audience", "you",
                "claims", Map.of("email", "me@example.com"),
                "bodyHash", Map.of("claim", "hash"),
                "maxAge", "PT1M",
                "equalBodies", "same"));

        assertThat(played(scheme, "{}".getBytes(UTF_8))).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "slack", "paddle", "gitlab", "event-grid-query", "standard-webhooks"})
    void request_bodyIsLeftByteForByte_whereTheSchemeHasNothingInIt(String preset) throws Exception {
        byte[] body = "{ \"hello\" : \"weir\" }".getBytes(UTF_8);

        ReceivedRequest request = Signing.request(
                Presets.scheme(preset),
                Signing.Proof.ofSecret(SECRET),
                URL,
                body,
                Signing.Event.now("id-1", "test"),
                Map.of());

        assertThat(request.body()).isEqualTo(body);
    }

    @Test
    void madeUp_keyStays_andIsForTheOwnerAlone() throws Exception {
        SignatureScheme discord = (SignatureScheme) Presets.scheme("discord");

        String first = SenderKey.madeUp(data, "discord", discord).publicText();

        assertThat(SenderKey.madeUp(data, "discord", discord).publicText()).isEqualTo(first);
        Path file = data.resolve("senders/discord-ed25519.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SenderKey.madeUp(data, "another", discord).publicText()).isNotEqualTo(first);
    }
}
