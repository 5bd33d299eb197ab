package io.weir.operations.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigValue;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlankedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization", "proxy-authorization", "cookie", "Set-Cookie", "x-hub-signature",
                        "x-hub-signature-256",
                "x-shopify-hmac-sha256", "X-Api-Key", "x-apikey", "stripe-signature", "webhook-signature",
                        "svix-signature",
                "x-gitlab-token", "x-amz-security-token", "x-client-secret", "x-auth", "x-goog-channel-token",
                        "x-my-password"
            })
    void headers_thatProveTheSender_areBlanked(String name) {
        assertThat(Blanked.headers(Map.of(name, "s3cr3t"))).containsEntry(name, Blanked.BLANK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type",
                "user-agent",
                "x-github-delivery",
                "x-github-event",
                "webhook-id",
                "webhook-timestamp",
                "x-amz-sns-topic-arn",
                "x-forwarded-for",
                "accept",
                "host"
            })
    void headers_thatProveNothing_stay(String name) {
        assertThat(Blanked.headers(Map.of(name, "v"))).containsEntry(name, "v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
            })
    void headers_ofAnyName_areBlankedIfTheyLookLikeASignature(String value) {
        assertThat(Blanked.headers(Map.of("x-proof", value))).containsEntry("x-proof", Blanked.BLANK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "72d3162e-cc78-11e3-81ab-4c9367dc0958",
                "application/json; charset=utf-8",
                "1772825492",
                "order.paid",
                "GitHub-Hookshot/044aadd",
                "Root=1-67891233-abcdef012345678912345678"
            })
    void headers_ofIdsTypesAndTimes_stay(String value) {
        assertThat(Blanked.headers(Map.of("x-other", value))).containsEntry("x-other", value);
    }

    @Test
    void headers_ofEachPresetsSignature_areBlanked() {
        for (String preset : Presets.schemes().keySet()) {
            WebhookScheme scheme = Presets.scheme(preset);
            for (String header : scheme.proofHeaders()) {
                assertThat(Blanked.isSecret(header)).as(preset + " " + header).isEqualTo(scheme.holdsProof(header));
            }
        }
    }

    @Test
    void headers_ofAnOwnScheme_areBlankedIfNamed_andKeepTheirOrder() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Proof", "abc");
        headers.put("accept", "*/*");
        Map<String, String> blanked = Blanked.headers(headers, Set.of("x-proof"));
        assertThat(blanked).containsExactly(Map.entry("X-Proof", Blanked.BLANK), Map.entry("accept", "*/*"));
    }

    @Test
    void body_ofAPresetWhoseProofIsInIt_isWithoutTheProof() {
        assertThat(Blanked.body("{\"value\":[{\"clientState\":\"s3cr3t\",\"id\":1},{\"clientState\":\"s3cr3t\"}]}"))
                .doesNotContain("s3cr3t")
                .contains("\"id\":1");
        assertThat(Blanked.body("{\"signature\":{\"timestamp\":\"1\",\"token\":\"t0ken\",\"signature\":\"51g\"}}"))
                .doesNotContain("t0ken", "51g")
                .contains("\"timestamp\":\"1\"");
        assertThat(Blanked.body("{\"additionalData\":{\"hmacSignature\":\"51g\"}}"))
                .doesNotContain("51g");
        assertThat(Blanked.body("{\"verification_token\":\"s3cr3t\"}")).doesNotContain("s3cr3t");
    }

    @Test
    void body_ofSns_hasNeitherTokenNorUrlsNorSignature() throws Exception {
        String body = """
                {"Type" : "SubscriptionConfirmation", "Token" : "2336412f37", "Message" : "hello \\"Token\\"",
                 "SubscribeURL" : "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37",
                 "UnsubscribeURL":"https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns",
                 "Signature":"c2lnbmF0dXJl", "SigningCertURL":"https://sns.eu-central-1.amazonaws.com/a.pem"}""";

        String blanked = Blanked.body(body);

        ConfigValue tree = new ConfigValue("body", Json.read(blanked));
        for (String name : new String[] {"Token", "SubscribeURL", "UnsubscribeURL", "Signature"}) {
            assertThat(tree.at(name).string()).as(name).isEqualTo(Blanked.BLANK);
        }
        assertThat(tree.at("Message").string()).isEqualTo("hello \"Token\"");
        assertThat(tree.at("SigningCertURL").string()).endsWith("a.pem");
        assertThat(blanked).doesNotContain("2336412f37", "Action=Unsubscribe", "c2lnbmF0dXJl");
    }

    @Test
    void body_withAMessageInAMessage_orCutOff_isBlankedToo() {
        assertThat(Blanked.body("{\"Message\":\"{\\\"Token\\\":\\\"2336\\\",\\\"a\\\":1}\"}"))
                .isEqualTo("{\"Message\":\"{\\\"Token\\\": \\\"[blanked]\\\",\\\"a\\\":1}\"}");
        assertThat(Blanked.body("{\"Token\":\"2336412f")).isEqualTo("{\"Token\": \"[blanked]");
        assertThat(Blanked.body("{\"Token\":\"23\\")).doesNotContain("23");
    }

    @Test
    void body_ofMegabytesWithinOneMember_isDoneAndWhole() {
        String long1 = "x".repeat(2_000_000);
        assertThat(Blanked.body("{\"Token\":\"" + long1 + "\",\"b\":2}"))
                .isEqualTo("{\"Token\": \"[blanked]\",\"b\":2}");
    }

    @Test
    void url_withSecretsInIt_hasThemBlanked() {
        assertThat(Blanked.url("https://u:pw@h.example/in?a=1&token=abc&X-Amz-Signature=ff&key=k#f"))
                .isEqualTo(
                        "https://[blanked]@h.example/in?a=1&token=[blanked]&X-Amz-Signature=[blanked]&key=[blanked]#f");
        assertThat(Blanked.url("https://h.example/in?keyboard=1&monkey=2"))
                .isEqualTo("https://h.example/in?keyboard=1&monkey=2");
    }
}
