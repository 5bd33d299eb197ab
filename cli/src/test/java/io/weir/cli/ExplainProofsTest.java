package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.key.SenderKey;
import io.weir.cli.sender.Signing;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weir explain} of tokens, public keys and JSON Web Tokens: it names the mistake, and shows no credential. */
class ExplainProofsTest {
    private static final String TOKEN = "A-made-up-token-of-gitlab";

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Captured explain(String headers, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("explain", "--headers", file("headers", headers).toString()));
        all.addAll(Arrays.asList(arguments));
        all.add(file("body", "{}").toString());
        return Captured.run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "x-gitlab-token: 'A-made-up-token-of-gitlab', the token came in quotes",
        "x-gitlab-token: QS1tYWRlLXVwLXRva2VuLW9mLWdpdGxhYg==, the token came in base64",
        "x-gitlab-token: a-made-up-token-of-gitlab, upper and lower case are as in the store",
        "x-gitlab-token: A-made-up-token, the token was not cut short",
        "x-api-key: A-made-up-token-of-gitlab, the token is read from the header x-api-key"
    })
    void token_thatIsNearlyRight_isNamedAndNotShown(String header, String mistake) throws Exception {
        String line =
                header.startsWith("x-gitlab-token: A-made-up-token-of") ? "x-gitlab-token: \"" + TOKEN + "\"" : header;

        Captured captured = explain(
                line,
                "--scheme",
                "gitlab",
                "--secret-file",
                file("secret", TOKEN).toString());

        assertThat(captured.exit()).as(captured.toString()).isEqualTo(1);
        assertThat(captured.out()).contains("It matches if " + mistake).doesNotContain(TOKEN);
    }

    @Test
    void token_thatIsAnother_hasNoMistake() throws Exception {
        Captured captured = explain(
                "x-gitlab-token: another-token-altogether",
                "--scheme",
                "gitlab",
                "--secret-file",
                file("secret", TOKEN).toString());

        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out())
                .contains("None of the usual mistakes makes it match")
                .doesNotContain(TOKEN, "another-token-altogether");
    }

    @Test
    void publicKey_bodyPrintedAnew_isNamed_andAnotherKeyIsNot() throws Exception {
        SignatureScheme discord = (SignatureScheme) Presets.scheme("discord");
        SenderKey key = SenderKey.madeUp(folder, "discord", discord);
        ReceivedRequest request = Signing.request(
                discord,
                new Signing.Proof(null, key),
                "https://x/",
                "{}\n".getBytes(StandardCharsets.UTF_8),
                Signing.Event.now("i", "t"),
                Map.of());
        String headers = lines(request);

        Captured changed = explain(
                headers,
                "--scheme",
                "discord",
                "--public-key-file",
                file("key", Objects.requireNonNull(key.publicText())).toString());
        Captured another = explain(
                headers,
                "--scheme",
                "discord",
                "--public-key-file",
                file(
                                "key",
                                Objects.requireNonNull(SenderKey.madeUp(folder, "another", discord)
                                        .publicText()))
                        .toString());

        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.out()).contains("It matches if ");
        assertThat(another.exit()).isEqualTo(1);
        assertThat(another.out()).doesNotContain("It matches if ").contains("signed with another key");
    }

    @Test
    void jwt_forAnotherAudience_marksThatClaim_andShowsNoSignature() throws Exception {
        Map<String, Object> members =
                Map.of("kind", "jwt", "algorithms", List.of("ES256"), "audience", "you", "equalBodies", "same");
        JwtScheme scheme = (JwtScheme) WebhookScheme.parse(new ConfigValue("own", members));
        SenderKey key = SenderKey.madeUp(folder, "own", scheme);
        ReceivedRequest request = Signing.request(
                scheme, new Signing.Proof(null, key), "https://x/", new byte[0], Signing.Event.now("i", "t"), Map.of());
        Map<String, Object> others = new java.util.HashMap<>(members);
        others.put("audience", "me");

        Captured captured = explain(
                lines(request),
                "--scheme",
                Json.write(others),
                "--jwks",
                Objects.requireNonNull(key.publicFile()).toString());

        String token = Objects.requireNonNull(request.header("authorization"));
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out())
                .containsPattern("wrong +aud +\"you\", expected \"me\"")
                .containsPattern("ok +alg +\"ES256\"")
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    private static String lines(ReceivedRequest request) {
        StringBuilder lines = new StringBuilder();
        request.headers()
                .forEach((name, value) ->
                        lines.append(name).append(": ").append(value).append('\n'));
        return lines.toString();
    }
}
