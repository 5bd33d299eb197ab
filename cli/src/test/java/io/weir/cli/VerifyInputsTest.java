package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weir verify} with inputs as senders and people have written them; the files are in the test resources. */
class VerifyInputsTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:weir-holdout";

    private final PrintStream realOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(out, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
    }

    private static String file(String name) throws Exception {
        return Path.of(VerifyInputsTest.class.getResource(name).toURI()).toString();
    }

    private List<String> verdicts(String... arguments) throws JsonException {
        List<String> command = new ArrayList<>(List.of("verify"));
        command.addAll(List.of(arguments));
        out.reset();
        WeirCommand.run(command.toArray(String[]::new));
        List<String> verdicts = new ArrayList<>();
        for (String line : out.toString(UTF_8).lines().toList()) {
            Map<String, ?> said = Json.readObject(line);
            verdicts.add(said.get("verdict") + " " + said.get("reason"));
        }
        return verdicts;
    }

    private List<String> verifySns(String folder, String topic, String name) throws Exception {
        return verdicts(
                "--received-at",
                "message",
                "--certs",
                file(folder + "/certs"),
                "--topic",
                topic,
                file(folder + "/" + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"47-subject-null-then-string", "48-subject-string-then-null", "49-subject-null-twice"})
    void verify_subjectTwice_isMalformed(String name) throws Exception {
        assertThat(verifySns("subject-twice", TOPIC, name + ".json")).containsExactly("rejected malformed");
    }

    @Test
    void verify_messageOfARegionThatSignsByItsOwnName_isGenuine() throws Exception {
        assertThat(verifySns("sns-certificate-names", "arn:aws:sns:eu-south-1:123456789012:budgets", "message.json"))
                .containsExactly("genuine null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-dup-attr.json", "x-dup-unread.json"})
    void verify_withAndWithoutATopic_isTheSameVerdict(String name) throws Exception {
        List<String> withTopic = verifySns("verify-without-topic", TOPIC, name);
        assertThat(withTopic).containsExactly("genuine null");
        assertThat(verdicts(
                        "--received-at",
                        "message",
                        "--certs",
                        file("verify-without-topic/certs"),
                        file("verify-without-topic/" + name)))
                .isEqualTo(withTopic);
    }

    @Test
    void verify_noMessageAndNoTopic_saysWhatIsWrongWithTheMessage() throws Exception {
        assertThat(verdicts("--certs", file("subject-twice/certs"), file("subject-twice/49-subject-null-twice.json")))
                .containsExactly("rejected malformed");
        assertThat(verdicts("--certs", file("subject-twice/certs"), file("one-odd-signature/secret")))
                .containsExactly("rejected unsigned");
    }

    @Test
    void verify_oneOddSignatureInAList_isGenuine() throws Exception {
        assertThat(verdicts(
                        "--scheme",
                        "standard-webhooks",
                        "--secret-file",
                        file("one-odd-signature/secret"),
                        "--headers",
                        file("one-odd-signature/headers"),
                        "--received-at",
                        "2026-01-02T03:00:00Z",
                        file("one-odd-signature/body")))
                .containsExactly("genuine null");
    }

    @ParameterizedTest
    @CsvSource({"key-value.json, genuine null", "bom, genuine null", "space, genuine null", "utf16, undecided secret"})
    void verify_secretAsPeopleWriteIt_isReadOrSaidToBeWrong(String secret, String verdict) throws Exception {
        assertThat(verdicts(
                        "--scheme",
                        "github",
                        "--secret-file",
                        file("secret-texts/" + secret),
                        "--headers",
                        file("secret-texts/headers"),
                        file("secret-texts/body")))
                .containsExactly(verdict);
        if (secret.equals("utf16")) {
            assertThat(out.toString(UTF_8)).contains("secret-texts/utf16: not written in UTF-8 but in UTF-16");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "without-port, https://my.server.example:8443/twilio",
        "without-port, https://my.server.example:443/twilio",
        "with-443, https://my.server.example/twilio"
    })
    void verify_twilioUrlWithAnotherPort_isGenuine(String headers, String url) throws Exception {
        assertThat(verdicts(
                        "--scheme",
                        "twilio",
                        "--secret-file",
                        file("twilio-urls/secret"),
                        "--headers",
                        file("twilio-urls/headers-signed-" + headers),
                        "--url",
                        url,
                        file("twilio-urls/body")))
                .containsExactly("genuine null");
    }

    @Test
    void verify_wrongSecretAndAnOldRequest_isRejectedHoweverNewTheSecretsFileIs() throws Exception {
        assertThat(verdicts(
                        "--scheme",
                        "github",
                        "--secret-file",
                        file("twilio-urls/secret"),
                        "--headers",
                        file("secret-texts/headers"),
                        "--received-at",
                        "2020-01-01T00:00:00Z",
                        file("secret-texts/body")))
                .containsExactly("rejected signature");
    }
}
