package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.CaseParser;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.CannotPlayException;
import io.weir.cli.conformance.play.Family;
import io.weir.cli.conformance.play.Outgoing;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.local.topic.LocalTopic;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which message a step is, whom its receiver can believe, and what a fetch says of it. */
class SnsFamilyTest {
    private SnsFamilies families;
    private SnsFamily family;

    @BeforeEach
    void open() throws Exception {
        families = SnsFamilies.fetched();
        family = families.family();
    }

    @AfterEach
    void close() {
        families.close();
    }

    private static Case parse(String id, String step) {
        return CaseParser.parse("sns", id, """
                {"id": "%s", "title": "t", "rule": "r", "expect": "reject", "steps": [%s]}
                """.formatted(id, step).getBytes(UTF_8));
    }

    private static Map<String, Object> fields(Outgoing request) throws Exception {
        return Json.readObject(request.body());
    }

    private static String header(Outgoing request, String name) {
        return request.headers().stream()
                .filter(line -> line.is(name))
                .map(Outgoing.Line::value)
                .reduce("", String::concat);
    }

    private Outgoing prepare(String step) throws Exception {
        return prepare(parse("a", step).steps().getFirst(), family.texts("case-1"));
    }

    private Outgoing prepare(Step step, Texts texts) throws Exception {
        return family.prepare(step, texts);
    }

    @Test
    void prepare_genuine_isANotificationOfTheTopicWithTheMarkerInItsMessage() throws Exception {
        Outgoing request = prepare(Step.GENUINE, family.texts("case-1"));

        Map<String, Object> fields = fields(request);
        assertThat(fields)
                .containsEntry("Type", "Notification")
                .containsEntry("TopicArn", SnsFamilies.ARN)
                .containsEntry("SignatureVersion", "2")
                .containsEntry("SigningCertURL", "https://sns.us-east-1.amazonaws.com/" + SnsFamilies.KEY.fileName());
        assertThat((String) fields.get("Message")).contains("case-1");
        assertThat(header(request, "x-amz-sns-message-type")).isEqualTo("Notification");
        assertThat(header(request, "x-amz-sns-message-id")).isEqualTo(fields.get("MessageId"));
        assertThat(header(request, "x-amz-sns-topic-arn")).isEqualTo(SnsFamilies.ARN);
        assertThat(fields(prepare(Step.GENUINE, family.texts("case-2"))).get("MessageId"))
                .isNotEqualTo(fields.get("MessageId"));
    }

    @Test
    void prepare_bodyOfAnyCase_isTheMessage() throws Exception {
        assertThat(fields(prepare("{\"body\": {\"text\": \"x ${case}\"}}"))).containsEntry("Message", "x case-1");
        Map<String, Object> fields =
                fields(prepare("{\"body\": {\"text\": \"x ${case}\"}, \"signs\": {\"text\": \"y\"}}"));
        assertThat(fields).containsEntry("Message", "x case-1");
        assertThat(new String(
                        prepare("{\"body\": {\"text\": \"x\"}, \"proof\": \"none\"}")
                                .body(),
                        UTF_8))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"body\": {\"text\": \"\"}}",
                "{\"body\": {\"base64\": \"/w==\"}}",
                "{\"body\": {\"repeat\": {\"text\": \"a\", \"times\": 300000}}}",
                "{\"proof\": \"none\"}",
                "{\"proof\": \"empty-secret\"}",
                "{\"proof\": \"other-algorithm\"}"
            })
    void prepare_whatSnsCannotSend_isNotPlayed(String step) {
        assertThatThrownBy(() -> prepare(step)).isInstanceOf(CannotPlayException.class);
    }

    @Test
    void prepare_headers_sayWhatTheBodySaysWhereTheyCan() throws Exception {
        Outgoing changed = prepare("{\"sns\": {\"after\": {\"MessageId\": \"other\", \"TopicArn\": \"a\\nb\"}}}");
        assertThat(header(changed, "x-amz-sns-message-id")).isEqualTo("other");
        assertThat(header(changed, "x-amz-sns-topic-arn")).isEqualTo(SnsFamilies.ARN);
        Outgoing given =
                prepare("{\"sns\": {}, \"headers\": {\"X-Amz-Sns-Message-Id\": \"mine\", \"user-agent\": null}}");
        assertThat(header(given, "x-amz-sns-message-id")).isEqualTo("mine");
        assertThat(header(given, "User-Agent")).isEmpty();
    }

    @Test
    void prepare_textThatIsNotThere_isAnErrorRatherThanNoChange() {
        assertThatThrownBy(() -> prepare("{\"sns\": {\"text\": [[\"nowhere\", \"x\"]]}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sns\": {\"type\": \"Other\"}} | steps/0/sns/type: expected one of",
                "{\"sns\": {\"certificate\": \"nice\"}} | steps/0/sns/certificate: expected one of",
                "{\"sns\": {\"algorithm\": \"MD5\"}} | steps/0/sns/algorithm: expected one of",
                "{\"sns\": {\"key\": 1}} | steps/0/sns/key: expected one of genuine, other",
                "{\"sns\": {\"fields\": {\"Type\": \"x\"}}} | steps/0/sns/fields/Type: expected nothing",
                "{\"sns\": {\"fields\": {\"Message\": {\"base64\": \"AA==\"}}}} | fields/Message: expected a string, or one of",
                "{\"sns\": {\"after\": {\"Message\": \"${nobody}\"}}} | after/Message: expected no ${nobody}",
                "{\"sns\": {\"text\": [[\"a\"]]}} | steps/0/sns/text/0: expected two strings",
                "{\"sns\": {\"mayFetch\": \"no\"}} | steps/0/sns/mayFetch: expected true or false",
                "{\"sns\": {\"order\": \"random\"}} | steps/0/sns/order: expected one of reversed",
                "{\"sns\": {\"feilds\": {}}} | unknown member 'feilds'"
            })
    void parse_whatNobodyReads_isAnErrorThatSaysWhere(String step, String message) {
        assertThatThrownBy(() -> parse("a", step))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fetched_ofTheCertificate_isNoFault() throws Exception {
        Case played = parse("a", "{\"sns\": {\"certificate\": \"expired\"}}");
        String url = (String) fields(prepare(played.steps().getFirst(), family.texts("case-1")))
                .get("SigningCertURL");
        try (AskingFetcher internet = families.fetcher()) {
            assertThat(internet.get(url).statusCode()).isEqualTo(200);
        }
        assertThat(family.fetched("case-1")).isEqualTo(new Family.Fetched(java.util.List.of(url), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/${file}", "no url", "https://x.example/?Action=a"})
    void fetched_ofAUrlThatNobodyMayFetch_isAFaultOfItsCaseAlone(String url) throws Exception {
        Case genuine = parse("a", "{\"sns\": {}}");
        prepare(genuine.steps().getFirst(), family.texts("case-0"));
        assertThat(family.fetched("case-0").fault()).isEmpty();
        Case attack = parse("b", "{\"sns\": {\"certificateUrl\": \"" + url + "\", \"mayFetch\": false}}");
        Texts texts = family.texts("case-1");
        prepare(attack.steps().getFirst(), texts);
        assertThat(family.fetched("case-1").fault()).isEmpty();
        Case next = parse("c", "{\"sns\": {}}");
        prepare(next.steps().getFirst(), family.texts("case-2"));
        try (AskingFetcher internet = families.fetcher()) {
            internet.get(texts.fill(url));
        }

        assertThat(family.fetched("case-2").fault()).isEmpty();
        assertThat(family.fetched("case-1").fault()).isEqualTo("fetched " + texts.fill(url));
        assertThat(family.fetched("case-0").fault()).isEmpty();
    }

    @Test
    void fetched_ofAUrlThatNoMessageNames_isAFaultOfTheCaseThatIsAskedAboutFirst() throws Exception {
        Case played = parse("a", "{\"sns\": {}}");
        prepare(played.steps().getFirst(), family.texts("case-1"));
        try (AskingFetcher internet = families.fetcher()) {
            internet.get("https://elsewhere.example/");
        }
        assertThat(family.fetched("case-1").fault()).isEqualTo("fetched https://elsewhere.example/");
        assertThat(family.fetched("case-2").fault()).isEmpty();
        assertThat(family.fetched("case-1").fault()).isEqualTo("fetched https://elsewhere.example/");
    }

    @ParameterizedTest
    @CsvSource({"false, ''", "true, fetched"})
    void fetched_ofSubscribeUrl_isAFaultUnlessTheConfirmationIsGenuine(boolean isForged, String fault)
            throws Exception {
        Case played = parse(
                "a",
                "{\"sns\": {\"type\": \"SubscriptionConfirmation\"" + (isForged ? ", \"key\": \"other\"" : "") + "}}");
        String url = (String) fields(prepare(played.steps().getFirst(), family.texts("case-1")))
                .get("SubscribeURL");
        try (AskingFetcher internet = families.fetcher()) {
            internet.get(url);
        }
        assertThat(family.fetched("case-1").fault()).startsWith(fault).hasSameSizeAs(isForged ? "fetched " + url : "");
    }

    @Test
    void unbelieved_withoutKeysAndCertificates_saysSo() throws Exception {
        assertThat(family.unbelieved()).isEmpty();
        try (SnsFamilies alone = SnsFamilies.of(SnsFamilies.ARN, new SnsFamily.Trust(false, false))) {
            assertThat(alone.family().unbelieved()).contains("--certificates");
        }
    }

    @Test
    void prepare_localTopicWithItsKeys_namesItsCertificateAndPlaysNoOther() throws Exception {
        try (SnsFamilies local = SnsFamilies.of(LocalTopic.arn("t"), new SnsFamily.Trust(true, false))) {
            Texts texts = local.family().texts("case-1");
            assertThat(fields(local.family().prepare(Step.GENUINE, texts)))
                    .containsEntry("SigningCertURL", "https://sns.local.invalid/" + SnsFamilies.KEY.fileName());
            Step expired = parse("a", "{\"sns\": {\"certificate\": \"expired\"}}")
                    .steps()
                    .getFirst();
            assertThatThrownBy(() -> local.family().prepare(expired, texts)).isInstanceOf(CannotPlayException.class);
        }
    }
}
