package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.cli.input.InputFiles;
import io.weir.cli.sender.Signing;
import io.weir.json.Json;
import io.weir.local.topic.LocalTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code weir explain} says of a request that its sender signed in another way than it came. */
class ExplainCommandTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String JSON = "{\"b\": 1,\n \"a\": \"ü/x\"}\n";
    private static final String URL = "https://hooks.example.com/twilio";

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Explains a body by a secret, signed as another body, by another secret, for another URL. */
    private Captured explain(String scheme, Signed signed, String secret, String body, String url, String... more)
            throws Exception {
        Map<String, String> headers = Signing.headers(
                InputFiles.hmac(signed.scheme),
                signed.secret.getBytes(UTF_8),
                signed.url,
                signed.body,
                "id-1",
                "t",
                Map.of(
                        "content-type",
                        signed.scheme.equals("twilio") ? "application/x-www-form-urlencoded" : "text/x"));
        List<String> lines = new ArrayList<>();
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        List<String> arguments = new ArrayList<>(List.of(
                "explain",
                "--scheme",
                scheme,
                "--secret-file",
                file("secret", secret).toString(),
                "--headers",
                file("headers", String.join("\n", lines)).toString(),
                "--url",
                url));
        arguments.addAll(Arrays.asList(more));
        arguments.add(file("body", body).toString());
        return Captured.run(arguments.toArray(String[]::new));
    }

    private record Signed(String scheme, String secret, byte[] body, String url) {
        static Signed body(String text) {
            return new Signed("github", SECRET, text.getBytes(UTF_8), URL);
        }

        static Signed by(String secret) {
            return new Signed("github", secret, JSON.getBytes(UTF_8), URL);
        }

        static Signed url(String url) {
            return new Signed("twilio", SECRET, "Body=hi&MessageSid=1".getBytes(UTF_8), url);
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(JSON.strip(), "the newline at the end of the body is left out"),
                Arguments.of(JSON + "\n", "a newline is added at the end of the body"),
                Arguments.of(JSON.replace("\n", "\r\n"), "each line of the body ends with CR LF"),
                Arguments.of(Base64.getEncoder().encodeToString(JSON.getBytes(UTF_8)), "the body is encoded in base64"),
                Arguments.of("{\"b\":1,\"a\":\"ü/x\"}", "the body is JSON printed anew, compact"),
                Arguments.of(
                        "{\"b\": 1, \"a\": \"ü/x\"}",
                        "the body is JSON printed anew, with a space behind each comma and colon"),
                Arguments.of(
                        "{\"b\": 1, \"a\": \"\\u00fc/x\"}",
                        "the body is JSON printed anew, with a space behind each comma and colon, beyond ASCII escaped"),
                Arguments.of("{\"a\":\"ü/x\",\"b\":1}", "the body is JSON printed anew, compact, names sorted"),
                Arguments.of(
                        "{\"b\":1,\"a\":\"\\u00fc\\/x\"}", "the body is JSON printed anew, compact, slashes escaped"),
                Arguments.of(
                        "{\n  \"b\": 1,\n  \"a\": \"ü/x\"\n}", "the body is JSON printed anew, indented by two spaces"),
                Arguments.of("", "the body is empty: something had read it before it was signed"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bodies")
    void bodyWasSignedOtherwise_theDifferenceIsNamed(String signed, String mistake) throws Exception {
        Captured captured = explain("github", Signed.body(signed), SECRET, JSON, URL);
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out()).contains("rejected, signature").contains("It matches if " + mistake + ".");
    }

    @Test
    void bodyArrivedAsBase64Text_isNamed() throws Exception {
        String came = Base64.getEncoder().encodeToString(JSON.getBytes(UTF_8));
        assertThat(explain("github", Signed.body(JSON), SECRET, came, URL).out())
                .contains("It matches if the body is decoded from base64");
    }

    static Stream<Arguments> secrets() {
        String key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        return Stream.of(
                Arguments.of(SECRET + "\n", SECRET, "the secret has a newline behind it"),
                Arguments.of(SECRET + " ", SECRET, "the secret has a space behind it"),
                Arguments.of("  " + SECRET, "  " + SECRET, "the secret is used with the white space around it"),
                Arguments.of("whsec_" + key, key, "the secret has whsec_ before it"),
                Arguments.of(key, "whsec_" + key, "the secret is used without whsec_, as text"),
                Arguments.of("\u0001\u0002\u0003\u0004", "01020304", "the secret is decoded from hex"),
                Arguments.of("hello", "aGVsbG8=", "the secret is decoded from base64"),
                Arguments.of("\"" + SECRET + "\"", SECRET, "the secret stands in quotes"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("secrets")
    void secretWasUsedOtherwise_theDifferenceIsNamed(String signedBy, String kept, String mistake) throws Exception {
        Captured captured = explain("github", Signed.by(signedBy), kept, JSON, URL);
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out()).contains("It matches if " + mistake);
    }

    @Test
    void base64TextWasTakenAsBytes_isNamed() throws Exception {
        String own = "{\"header\":\"x-sig\",\"algorithm\":\"HmacSHA256\",\"encoding\":\"hex\",\"signed\":\"{body}\"}";
        String decoding = own.replace("\"signed\"", "\"key\":\"base64\",\"signed\"");
        Signed signed = new Signed(own, "aGVsbG8=", JSON.getBytes(UTF_8), URL);
        assertThat(explain(decoding, signed, "aGVsbG8=", JSON, URL).out())
                .contains("It matches if the secret is used as the text that it is, not decoded.");
    }

    static Stream<Arguments> urls() {
        return Stream.of(
                Arguments.of("http://hooks.example.com/twilio", URL, "other protocol"),
                Arguments.of("https://hooks.example.com:8443/twilio", URL, "port 8443"),
                Arguments.of(URL + "/", URL, "with a slash at the end of the path"),
                Arguments.of(URL, URL + "?x=1", "without query"),
                Arguments.of("http://hooks.example.com:8080/twilio/", URL, "other protocol, port 8080"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("urls")
    void urlWasAnother_theDifferenceIsNamed(String signed, String known, String difference) throws Exception {
        Captured captured = explain("twilio", Signed.url(signed), SECRET, "Body=hi&MessageSid=1", known);
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out()).contains("It matches if the URL is " + signed + " (" + difference);
    }

    @Test
    void anotherPresetsScheme_isNamed() throws Exception {
        Signed signed = new Signed("shopify", SECRET, JSON.getBytes(UTF_8), URL);
        Captured captured = explain("github", signed, SECRET, JSON, URL);
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out())
                .contains("x-hub-signature-256: missing")
                .contains("It matches if the scheme is shopify.");
    }

    @Test
    void anotherAlgorithmAndEncoding_areNamed() throws Exception {
        String own = "{\"header\":\"x-hub-signature-256\",\"algorithm\":\"HmacSHA512\",\"encoding\":\"base64\","
                + "\"signed\":\"{body}\"}";
        Signed signed = new Signed(own, SECRET, JSON.getBytes(UTF_8), URL);
        assertThat(explain("github", signed, SECRET, JSON, URL).out())
                .contains(
                        "It matches if there is no prefix sha256= and the algorithm is HmacSHA512 and the signature is"
                                + " written in base64.");
    }

    @Test
    void bodyAndSecretBothOtherwise_bothAreNamed() throws Exception {
        Signed signed = new Signed("github", SECRET + "\n", JSON.strip().getBytes(UTF_8), URL);
        assertThat(explain("github", signed, SECRET, JSON, URL).out())
                .contains("the newline at the end of the body is left out, and the secret has a newline behind it");
    }

    @Test
    void forgedWithoutAnyMistake_saysSoAndWhatToCheckAtTheSender() throws Exception {
        Captured captured = explain("github", Signed.by("a stranger's"), SECRET, JSON, URL);
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out())
                .doesNotContain("It matches if")
                .contains("None of the usual mistakes makes it match")
                .contains("At the sender: compare its secret with " + folder.resolve("secret"));
    }

    @Test
    void signaturesAreShortened_unlessAsked() throws Exception {
        Captured shortened = explain("github", Signed.by("a stranger's"), SECRET, JSON, URL);
        assertThat(shortened.out()).doesNotContainPattern("(expected|received|sha256=) *[0-9a-f]{7,}");
        assertThat(shortened.out()).containsPattern("expected [0-9a-f]{6}\\.\\.\\. \\(64 characters\\)");
        Captured whole = explain("github", Signed.by("a stranger's"), SECRET, JSON, URL, "--show-expected");
        assertThat(whole.out()).containsPattern("expected [0-9a-f]{64}\n").contains("from character");
        assertThat(shortened.out() + whole.out()).doesNotContain(SECRET);
    }

    @Test
    void genuine_is0AndShowsWhatWasSignedWithEscapes() throws Exception {
        Captured captured = explain("github", Signed.body(JSON), SECRET, JSON, URL);
        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out())
                .contains("{\"b\": 1,\\n \"a\": \"ü/x\"}\\n")
                .contains(JSON.getBytes(UTF_8).length + " bytes, SHA-256 ")
                .endsWith("genuine\n");
    }

    @Test
    void longBody_isShortenedToHeadAndTailWithLengthAndDigest() throws Exception {
        String body = "{\"x\":\"" + "y".repeat(5000) + "\u0007\u202e\"}";
        Captured captured = explain("github", Signed.body(body), SECRET, body, URL);
        assertThat(captured.exit()).isZero();
        assertThat(captured.out())
                .contains("bytes in all, SHA-256")
                .contains("\\u{7}\\u{202e}\"}")
                .doesNotContain("\u0007")
                .doesNotContain("\u202e")
                .doesNotContain("y".repeat(1000));
    }

    @Test
    void plainDigest_doesNotShowTheSecretThatIsSigned() throws Exception {
        Signed signed = new Signed("recharge-legacy", SECRET, JSON.getBytes(UTF_8), URL);
        Captured captured = explain("recharge-legacy", signed, SECRET, JSON, URL);
        assertThat(captured.exit()).isZero();
        assertThat(captured.out()).contains("{secret}{\"b\"").doesNotContain(SECRET);
    }

    @Test
    void stale_namesTheAgeAndThatItIsJudgedAsReceivedNow() throws Exception {
        Signed signed = new Signed("stripe", SECRET, JSON.getBytes(UTF_8), URL);
        Captured captured = explain(
                "stripe",
                signed,
                SECRET,
                JSON,
                URL,
                "--received-at",
                Instant.now().plusSeconds(900).toString());
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out())
                .containsPattern("wrong +time")
                .containsPattern("(899|900) s old; 300 s are admitted")
                .contains("rejected, stale")
                .contains("say --received-at");
    }

    @Test
    void missingSecret_is3AndNamesTheFile() throws Exception {
        explain("github", Signed.body(JSON), SECRET, JSON, URL);
        Captured captured = Captured.run(
                "explain",
                "--scheme",
                "github",
                "--secret-file",
                folder.resolve("none").toString(),
                "--headers",
                folder.resolve("headers").toString(),
                folder.resolve("body").toString());
        assertThat(captured.exit()).isEqualTo(3);
        assertThat(captured.out()).contains("undecided, secret").contains("none: no such file");
    }

    @Test
    void sourceOfTheFile_secretOfAnotherSourceAndPositionAreNamed() throws Exception {
        explain("github", Signed.by("the other one"), SECRET, JSON, URL); // leaves headers and body
        file("one", SECRET);
        file("two", "[\"first\",\"the other one\"]");
        Map<String, Object> sources = new HashMap<>();
        sources.put("repo", Map.of("scheme", "github", "secret", "file:" + folder.resolve("one")));
        sources.put("shop", Map.of("scheme", "github", "secret", "file:" + folder.resolve("two")));
        Path file = file("sources.json", Json.write(sources));
        Captured other = of(file, "repo");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.out()).contains("It matches if the secret is that of the source shop.");
        Captured second = of(file, "shop");
        assertThat(second.exit()).isZero();
        assertThat(second.out())
                .containsPattern("wrong +signature by secret 1")
                .containsPattern("ok +signature by secret 2");
    }

    private Captured of(Path sources, String source) {
        return Captured.run(
                "explain",
                "--source",
                source,
                "--sources",
                sources.toString(),
                "--headers",
                folder.resolve("headers").toString(),
                folder.resolve("body").toString());
    }

    @Test
    void wrongUsage_is2WithASentence() throws Exception {
        Path body = file("body", JSON);
        Path odd = file("odd", "no header\n");
        Path secret = file("secret", SECRET);
        String[][] wrong = {
            {"explain", body.toString()},
            {"explain", "--scheme", "github", "--source", "x", body.toString()},
            {"explain", "--scheme", "github", body.toString()},
            {"explain", "--scheme", "nobody", body.toString()},
            {"explain", "--scheme", "{", body.toString()},
            {"explain", "--scheme", "github", "--headers", odd.toString(), "--secret-file", secret.toString(), body + ""
            },
            {"explain", "--scheme", "sns", folder.resolve("none").toString()},
            {"explain", "--scheme", "sns", folder.toString()},
            {"explain", "--source", "x", "--sources", folder.resolve("none").toString(), body.toString()},
            {"explain", "--scheme", "sns", "--received-at", "noon", body.toString()}
        };
        for (String[] arguments : wrong) {
            Captured captured = Captured.run(arguments);
            assertThat(captured.exit()).as(captured.toString()).isEqualTo(2);
            assertThat(captured.err()).isNotBlank().doesNotContain("\tat ");
        }
    }

    private Captured explainSns(String body, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("explain", "--scheme", "sns"));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(List.of(
                "--certs",
                folder.resolve("certs").toString(),
                file("m.json", body).toString()));
        return Captured.run(arguments.toArray(String[]::new));
    }

    private String message(SnsMessage.Type type) throws Exception {
        LocalTopic topic = LocalTopic.open(folder.resolve("topic"));
        String json = topic.message(type, "2", LocalTopic.arn("t"), "m-1", "s", "{\"x\": \"a & b\"}", Instant.now());
        String url = (String) Json.readObject(json).get("SigningCertURL");
        Path certs = Files.createDirectories(folder.resolve("certs"));
        Files.copy(
                folder.resolve("topic/certificate.pem"),
                certs.resolve(url.substring(url.lastIndexOf('/') + 1)),
                StandardCopyOption.REPLACE_EXISTING);
        return json;
    }

    @Test
    void sns_genuine_showsTopicCertificateVersionAndWhatIsSigned() throws Exception {
        Captured captured = explainSns(message(SnsMessage.Type.NOTIFICATION));
        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out())
                .contains("topic")
                .contains(LocalTopic.arn("t"))
                .contains("SignatureVersion   2")
                .contains("Message\\n{\"x\": \"a & b\"}\\nMessageId\\nm-1\\nSubject\\ns\\nTimestamp\\n");
    }

    @Test
    void sns_confirmation_doesNotShowItsToken() throws Exception {
        String body = message(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION);
        String token = (String) Json.readObject(body).get("Token");
        Captured captured = explainSns(body);
        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out()).contains("(token)").doesNotContain(token);
    }

    @Test
    void sns_usualMistakes_areNamed() throws Exception {
        String body = message(SnsMessage.Type.NOTIFICATION);
        assertThat(explainSns(body.replace("a & b", "a &amp; b")).out())
                .contains("It matches if Message has characters, not entities of HTML.");
        assertThat(explainSns(body.replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"1\""))
                        .out())
                .contains("It matches if SignatureVersion is 2.");
        Captured changed = explainSns(body.replace("a & b", "another"));
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.out()).doesNotContain("It matches if").contains("was changed after SNS signed it");
    }

    @Test
    void sns_rawDeliveryWrongRegionVersionAndTopic_areExplained() throws Exception {
        String body = message(SnsMessage.Type.NOTIFICATION);
        assertThat(explainSns("{\"order\":1}").out()).contains("unsigned").contains("RawMessageDelivery=false");
        assertThat(explainSns(body.replace("us-east-1:000000000000", "eu-west-1:123456789012"))
                        .out())
                .containsPattern("wrong +certificate")
                .contains("expected https://sns.eu-west-1.<suffix>/");
        assertThat(explainSns(body.replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"3\""))
                        .out())
                .containsPattern("wrong +SignatureVersion +3: neither 1");
        Captured other = explainSns(body, "--topic", "arn:aws:sns:us-east-1:123456789012:t");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.out()).containsPattern("wrong +topic").contains("is not on the list");
    }
}
