package io.weir.envelope.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WebhookSchemeTest {
    static List<String> presets() {
        return Presets.names();
    }

    @Test
    void index_namesEveryFileInOrder() throws IOException, URISyntaxException {
        Path folder =
                Path.of(Presets.class.getResource("presets/index").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".json"))
                            .map(name -> name.substring(0, name.length() - ".json".length()))
                            .sorted())
                    .isEqualTo(Presets.names());
        }
    }

    /** What a person copies from the documentation must be a source. */
    @ParameterizedTest
    @MethodSource("presets")
    void everyPreset_isConfiguredByWhatItsFileSaysToWrite(String preset) {
        ConfigValue file = new ConfigValue(preset, Presets.file(preset));
        String source = Json.write(file.at("setup").at("write").value());
        assertThat(Sources.parse(preset, "{\"s\": " + source + "}").all()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPreset_saysWhereItsRulesAreFromAndHasAnExample(String preset) {
        ConfigValue file = new ConfigValue(preset, Presets.file(preset));
        file.onlyMembers(
                "sender",
                "scheme",
                "handshake",
                "verify",
                "setup",
                "notes",
                "sources",
                "proof",
                "vectors",
                "handshakeVectors");
        assertThat(file.at("sender").string()).isNotBlank();
        assertThat(file.at("setup").at("click").string()).hasSizeGreaterThan(20);
        assertThat(file.at("proof").string()).isIn("vector", "sdk", "documentation");
        assertThat(file.at("vectors").list(vector -> vector.at("from").string()))
                .isNotEmpty();
        assertThat(file.at("sources").list(source -> source.at("url").string()))
                .isNotEmpty()
                .allMatch(url -> url.startsWith("https://"));
    }

    private static WebhookScheme parse(String json) {
        try {
            return WebhookScheme.parse(new ConfigValue("scheme", Json.read(json)));
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"none\"}|/kind: expected one of hmac, asymmetric, token, jwt",
                "{\"kind\":\"token\"}|/header: expected one of header, query, field and basic",
                "{\"kind\":\"token\",\"header\":\"x\",\"query\":\"y\"}|/header: expected one of header, query, field and basic",
                "{\"kind\":\"token\",\"query\":\"x\",\"prefix\":\"y\"}|/prefix: expected nothing: only a header has a prefix",
                "{\"kind\":\"token\",\"basic\":false}|/basic: expected true, or nothing",
                "{\"kind\":\"token\",\"header\":\"x\",\"signed\":\"{body}\"}|: unknown member 'signed', expected only kind, header, prefix, query, field, basic, id, type, equalBodies",
                "{\"kind\":\"asymmetric\",\"header\":\"x\",\"algorithm\":\"HmacSHA256\",\"encoding\":\"hex\",\"signed\":\"{body}\"}|/algorithm: expected one of Ed25519, SHA256withECDSA, SHA256withRSA, SHA512withRSA",
                "{\"kind\":\"asymmetric\",\"header\":\"x\",\"algorithm\":\"Ed25519\",\"key\":\"hex\",\"encoding\":\"hex\",\"signed\":\"{body}\"}|/key: expected nothing: how a public key is written can be told from it",
                "{\"header\":\"x\",\"algorithm\":\"Ed25519\",\"encoding\":\"hex\",\"signed\":\"{body}\"}|/algorithm: expected one of HmacSHA1, HmacSHA256, HmacSHA512, SHA-1, SHA-256",
                "{\"header\":\"x\",\"field\":\"/y\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\"}|/header: expected a header, or in its place a field of the body",
                "{\"header\":[],\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\"}|/header: expected 1 to 16 headers",
                "{\"field\":\"/s\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{field:/a}\"}|/signed: expected {body} or {form}: what is not signed can be changed by anyone",
                "{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body:crc32}\"}|/signed: expected {body} or {form}: what is not signed can be changed by anyone",
                "{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\",\"time\":{\"header\":\"t\"}}|/signed: expected {t}, or the place of the time: a time that is not signed proves nothing",
                "{\"header\":\"x\",\"list\":\"key-values\",\"version\":\"v\",\"separator\":\"=\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\"}|/separator: expected one of , ; &",
                "{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\",\"certificate\":{\"url\":\"y\",\"hosts\":[\"a.example\"]}}|/signed: expected {secret} exactly with a plain digest, or beside a certificate",
                "{\"kind\":\"asymmetric\",\"header\":\"x\",\"algorithm\":\"SHA256withRSA\",\"encoding\":\"hex\",\"signed\":\"{secret}{body}\",\"certificate\":{\"url\":\"y\",\"hosts\":[]}}|/certificate/hosts: expected at least one host: anyone can make a certificate",
                "{\"kind\":\"jwt\",\"algorithms\":[\"none\"]}|/algorithms/0: expected one of ES256, ES384, ES512, EdDSA, PS256, RS256, RS384, RS512",
                "{\"kind\":\"jwt\",\"algorithms\":[\"HS256\"]}|/algorithms/0: expected one of ES256, ES384, ES512, EdDSA, PS256, RS256, RS384, RS512",
                "{\"kind\":\"jwt\",\"algorithms\":[\"RS256\"],\"jwks\":\"http://a.example\"}|/jwks: expected an https URL: keys that come any other way are anyone's",
                "{\"kind\":\"jwt\",\"algorithms\":[\"RS256\"],\"jwks\":\"https://u@a.example\"}|/jwks: expected an https URL: keys that come any other way are anyone's",
                "{\"preset\":\"github\",\"audience\":\"x\"}|: unknown member 'audience', expected only preset, maxAge, equalBodies"
            })
    void parse_schemeThatProvesNothing_isRefusedWithPlaceAndReason(String json, String error) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("scheme" + error);
    }

    @Test
    void parse_presetOfTokens_takesWhatItsUserAdds() {
        JwtScheme scheme = (JwtScheme) parse("""
                {"preset": "pubsub", "audience": "https://a.example", "claims": {"email": "a@b.example"}, "maxAge": "PT1M"}
                """);
        assertThat(scheme.name()).isEqualTo("pubsub");
        assertThat(scheme.audience()).isEqualTo("https://a.example");
        assertThat(scheme.claims()).containsEntry("email", "a@b.example");
        assertThat(scheme.maxAge()).hasSeconds(60);
        assertThat(scheme.algorithms()).isEqualTo(((JwtScheme) Presets.scheme("pubsub")).algorithms());
    }

    @Test
    void requiredHeaders_ofSeveralThatMayHoldASignature_areNone() {
        assertThat(Presets.scheme("box").requiredHeaders()).containsExactly("box-delivery-timestamp");
        assertThat(Presets.scheme("gitlab").requiredHeaders()).containsExactly("x-gitlab-token");
    }
}
