package io.weir.envelope.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.Identity;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SnsScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final String SNS =
            "{\"budgets\":{\"scheme\":\"sns\",\"topics\":[\"arn:aws:sns:us-east-1:123456789012:budgets\"]}}";

    private static Source only(String json) {
        return Sources.parse("WEIR_SOURCES", json).all().iterator().next();
    }

    @Test
    void parse_plainOrGzipped_isTheSame() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(SNS.getBytes(UTF_8));
        }
        String packed = Base64.getEncoder().encodeToString(zipped.toByteArray());
        assertThat(only(packed)).isEqualTo(only(SNS));
    }

    @Test
    void parse_source_hasDefaults() {
        Source source = only(SNS);
        assertThat(source.name()).isEqualTo("budgets");
        assertThat(source.actions()).extracting(ActionReference::name).containsExactly("archive");
        assertThat(source.maxBytes()).isEqualTo(6 * 1024 * 1024);
        assertThat(((SnsScheme) source.scheme()).maxAge()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void parse_retry_isOfTheSourceAndOfEachActionAndNoOptionOfIt() {
        Source source = only("""
                {"s": {"scheme": "github", "secret": "env:X", "retry": {"for": "P2D"},
                       "actions": ["archive", {"http": {"url": "https://a.example", "retry": {"for": "PT0S"}}}]}}
                """);
        assertThat(source.retryFor()).isEqualTo(Duration.ofDays(2));
        assertThat(source.actions()).extracting(ActionReference::retryFor).containsExactly(null, Duration.ZERO);
        assertThat(source.actions().getLast().options().at("retry").isPresent()).isFalse();
        assertThat(source.retryTimes()).containsExactly(Duration.ofDays(2), Duration.ZERO);
        assertThat(only(SNS).retryFor()).isNull();
    }

    @Test
    void parse_when_isOfEachActionAndNoOptionOfIt() {
        Source source = only("""
                {"s": {"scheme": "github", "secret": "env:X",
                       "actions": ["archive", {"email": {"when": {"type": ["push"]}}}]}}
                """);
        assertThat(source.actions().getFirst().when()).isNull();
        ConfigValue when = Objects.requireNonNull(source.actions().getLast().when());
        assertThat(when.path()).isEqualTo("WEIR_SOURCES /s/actions/1/email/when");
        assertThat(when.value()).isEqualTo(Map.of("type", List.of("push")));
        assertThat(source.actions().getLast().options().object()).isEmpty();
    }

    @Test
    void parse_whenThatIsNoObject_isRefused() {
        assertThatThrownBy(() -> only("""
                {"s": {"scheme": "github", "secret": "env:X", "actions": [{"email": {"when": "push"}}]}}
                """))
                .hasMessage("WEIR_SOURCES /s/actions/0/email/when: expected an object, the pattern of the events"
                        + " that the action is performed for");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"for\": \"a day\"}|/for: expected an ISO-8601 duration such as PT5M, or PT0S",
                "{\"for\": \"-PT1H\"}|/for: expected an ISO-8601 duration such as PT5M, or PT0S",
                "{\"until\": \"PT1H\"}|: unknown member 'until', expected only for",
                "{}|/for: expected a non-empty string",
                "\"PT1H\"|: expected an object"
            })
    void parse_wrongRetry_saysWhereAndWhat(String retry, String error) {
        assertThatThrownBy(() -> only("{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"retry\":" + retry + "}}"))
                .hasMessage("WEIR_SOURCES /s/retry" + error);
        assertThatThrownBy(() ->
                        only("{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"actions\":[{\"email\":{\"retry\":"
                                + retry + "}}]}}"))
                .hasMessage("WEIR_SOURCES /s/actions/0/email/retry" + error);
    }

    @Test
    void parse_maxAge_overridesThePreset() {
        Source sns = only(SNS.replace("\"sns\"", "{\"preset\":\"sns\",\"maxAge\":\"PT1H\"}"));
        assertThat(((SnsScheme) sns.scheme()).maxAge()).isEqualTo(Duration.ofHours(1));
        Source stripe = only("{\"s\":{\"scheme\":{\"preset\":\"stripe\",\"maxAge\":\"PT10M\"},\"secret\":\"env:X\"}}");
        assertThat(((SignatureScheme) stripe.scheme()).time().maxAge()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void parse_equalBodies_overridesThePresetAndIsOpenUnlessTheSchemeMustSayIt() {
        assertThat(equalBodies("\"github\"")).isNull();
        assertThat(equalBodies("\"recharge-legacy\"")).isEqualTo(Identity.EqualBodies.SAME);
        assertThat(equalBodies("{\"preset\":\"recharge-legacy\",\"equalBodies\":\"distinct\"}"))
                .isEqualTo(Identity.EqualBodies.DISTINCT);
        assertThat(equalBodies("{\"preset\":\"stripe\",\"maxAge\":\"PT1M\",\"equalBodies\":\"same\"}"))
                .isEqualTo(Identity.EqualBodies.SAME);
    }

    private static Identity.EqualBodies equalBodies(String scheme) {
        Source source = only("{\"s\":{\"scheme\":" + scheme + ",\"secret\":\"env:X\"}}");
        return ((SignatureScheme) source.scheme()).identity().equalBodies();
    }

    @Test
    void findByTopic_listedTopic_findsItsSource() {
        Sources sources = Sources.parse("x", SNS);
        assertThat(sources.findByTopic("arn:aws:sns:us-east-1:123456789012:budgets"))
                .isNotNull();
        assertThat(sources.findByTopic("arn:aws:sns:us-east-1:123456789012:budgets2"))
                .isNull();
    }

    @Test
    void of_sourcesThatTheProgramMakes_areWhatTheConfigurationWouldGive() {
        assertThat(Source.ofSns("budgets", "arn:aws:sns:us-east-1:123456789012:budgets"))
                .isEqualTo(only(SNS));
        for (String preset : List.of("github", "slack", "gitlab", "discord")) {
            assertThat(Source.ofSecret("s", Presets.scheme(preset), new SecretReference.EnvironmentSecret("X")))
                    .isEqualTo(only("{\"s\":{\"scheme\":\"" + preset + "\",\"secret\":\"env:X\"}}"));
        }
    }

    @Test
    void toBuilder_everyMember_isKeptUnlessItIsNamed() {
        Source source = only("{\"s\":{\"scheme\":\"slack\",\"secret\":\"env:X\",\"actions\":[\"email\"],"
                + "\"allow\":[\"10.0.0.0/8\"],\"maxBytes\":7,"
                + "\"handshake\":{\"cloudevents\":{\"origins\":[\"a.example\"]}}}}");
        assertThat(source.toBuilder().build()).isEqualTo(source);
        assertThat(source.toBuilder().maxBytes(8).build().maxBytes()).isEqualTo(8);

        Source sns = only("{\"s\":{\"scheme\":\"sns\",\"accounts\":[\"123456789012\"],"
                + "\"topics\":[\"arn:aws:sns:us-east-1:123456789012:t\"]}}");
        assertThat(sns.toBuilder().build()).isEqualTo(sns);
        SnsScheme strict = new SnsScheme(Duration.ofSeconds(4));
        assertThat(sns.toBuilder().scheme(strict).build().scheme()).isEqualTo(strict);
    }

    @Test
    void scheme_ofTheOtherKind_isRefusedSinceTheSecretWouldNotFit() {
        Source.Builder sns = Source.ofSns("s").toBuilder();
        assertThatThrownBy(() -> sns.scheme(Presets.scheme("github"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Presets.scheme("nobody")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void of_twoSourcesOfOneName_areRefused() {
        Source one = Source.ofSns("a");
        assertThat(Sources.of(one, Source.ofSns("b")).all())
                .extracting(Source::name)
                .containsExactly("a", "b");
        assertThatThrownBy(() -> Sources.of(one, one)).hasMessageContaining("two sources of the name a");
    }

    @Test
    void secretReference_neverHoldsTheSecret() {
        String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf";
        assertThat(only("{\"s\":{\"scheme\":\"github\",\"secret\":\"" + arn + "\"}}")
                        .secret())
                .isEqualTo(new SecretReference.SecretsManagerSecret(arn));
        assertThatThrownBy(() -> only("{\"s\":{\"scheme\":\"github\",\"secret\":\"hunter2\"}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("hunter2");
    }

    private static final String STORED_NAME = "/weir/weir/sources:3";

    private static Sources stored(String digest, Sources.Store store) {
        return Sources.read(new Environment(Map.of("WEIR_SOURCES", "ssm:" + STORED_NAME + "?sha256=" + digest)), store);
    }

    @Test
    void storedSources_areThoseOfTheirDigest_orNone() throws IOException {
        String json = "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}";
        String digest = Sha256.hex(json.getBytes(UTF_8));
        String packed = gzipped(json);
        Sources.Store store = name -> {
            assertThat(name).isEqualTo(STORED_NAME);
            return packed;
        };
        assertThat(stored(digest, store).find("s")).isNotNull();
        assertThatThrownBy(() -> stored("0".repeat(64), store))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES: the parameter " + STORED_NAME
                        + " does not hold the sources with which this version was published: its digest is another");
        assertThatThrownBy(() -> stored(digest, name -> "{"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "WEIR_SOURCES: parameter " + STORED_NAME + ": expected a JSON object, or one gzipped");
        assertThatThrownBy(() -> stored(digest, name -> {
                    throw new IOException("Parameter Store answered 400 ParameterVersionNotFound");
                }))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES: the parameter " + STORED_NAME
                        + " cannot be read: Parameter Store answered 400 ParameterVersionNotFound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssm:",
                "ssm:/weir/weir/sources",
                "ssm:/weir/weir/sources:3",
                "ssm:/weir/weir/sources:0?sha256=0000000000000000000000000000000000000000000000000000000000000000",
                "ssm:/weir/weir/sources:3?sha256=0000"
            })
    void storedSources_withoutVersionOrDigest_areRefusedUnasked(String text) {
        assertThatThrownBy(() -> Sources.read(new Environment(Map.of("WEIR_SOURCES", text)), name -> {
                    throw new AssertionError("nothing is to be asked");
                }))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WEIR_SOURCES: expected ssm:");
    }

    private static String gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|WEIR_SOURCES: expected a JSON object, or one gzipped and base64-encoded",
                "{}|WEIR_SOURCES /: expected at least one source",
                "{\"a\":1,\"a\":2}|WEIR_SOURCES: not strict JSON (line 1, column 11)",
                "{\"a\":1}|WEIR_SOURCES /a: expected an object",
                "{\"A b\":{}}|WEIR_SOURCES /A b: expected a name of 1 to 64 lower-case letters, digits, '-' and '_', beginning with a letter or digit",
                "{\"a\":{\"scheme\":\"sns\",\"topic\":[]}}|WEIR_SOURCES /a: unknown member 'topic', expected only scheme, secret, publicKey, topics, accounts, actions, allow, maxBytes, handshake, verify, url, trust, retry",
                "{\"a\":{\"scheme\":\"sns\"}}|WEIR_SOURCES /a/topics: expected at least one TopicArn (or accounts): anyone can make a topic",
                "{\"a\":{\"scheme\":\"sns\",\"topics\":[\"arn:aws:sns:us-east-1:123456789012:t\",\"arn:aws:sns:us-east-1:123456789012:t.fifo\"]}}|WEIR_SOURCES /a/topics/1: expected no FIFO topic: SNS signs none of its messages. Say \"trust\": \"queue\" to believe what SNS itself puts on the queue, and let the queue's policy admit only these topics",
                "{\"a\":{\"scheme\":\"sns\",\"topics\":[\"arn:aws:sns:us-east-1:123456789012:t\"],\"trust\":\"me\"}}|WEIR_SOURCES /a/trust: expected one of queue",
                "{\"a\":{\"scheme\":\"sns\",\"topics\":[\"arn:aws:sns:us-east-1:123456789012:t\"],\"accounts\":[\"123456789012\"],\"trust\":\"queue\"}}|WEIR_SOURCES /a/trust: expected topics and no accounts beside it: what the queue's policy lets send is named topic by topic",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"trust\":\"queue\"}}|WEIR_SOURCES /a/trust: expected nothing: only SNS puts messages on the queue itself",
                "{\"a\":{\"scheme\":\"sns\",\"topics\":[\"x\"]}}|WEIR_SOURCES /a/topics/0: expected an SNS TopicArn",
                "{\"a\":{\"scheme\":\"sns\",\"accounts\":[\"1\"]}}|WEIR_SOURCES /a/accounts/0: expected a 12-digit account id",
                "{\"a\":{\"scheme\":\"sns\",\"accounts\":[\"123456789012\"],\"secret\":\"env:X\"}}|WEIR_SOURCES /a/secret: expected nothing: SNS signs with a certificate, not a secret",
                "{\"a\":{\"scheme\":\"github\"}}|WEIR_SOURCES /a/secret: expected a Secrets Manager ARN, env:NAME or file:PATH",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"x\"}}|WEIR_SOURCES /a/secret: expected a Secrets Manager ARN, env:NAME or file:PATH; never the secret itself",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"topics\":[\"arn:aws:sns:us-east-1:123456789012:t\"]}}|WEIR_SOURCES /a/topics: expected nothing: only SNS has topics",
                "{\"a\":{\"scheme\":\"nobody\",\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme: expected sns, a preset that weir schemes lists, or an own scheme",
                "{\"a\":{\"scheme\":{\"preset\":\"sns\",\"maxAge\":\"1h\"},\"topics\":[]}}|WEIR_SOURCES /a/scheme/maxAge: expected a positive ISO-8601 duration such as PT5M",
                "{\"a\":{\"scheme\":{\"preset\":\"github\",\"maxAge\":\"PT1H\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/maxAge: expected nothing, since there is no time",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"MD5\",\"encoding\":\"hex\",\"signed\":\"{body}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/algorithm: expected one of HmacSHA1, HmacSHA256, HmacSHA512, SHA-1, SHA-256",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{header:x}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/signed: expected {body} or {form}: what is not signed can be changed by anyone",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{t}{body}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/signed: expected no {t}: there is no time",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{secret}{body}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/signed: expected {secret} exactly with a plain digest, or beside a certificate",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{what}{body}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/signed: expected only {body}, {body:sha256}, {body:crc32}, {header:NAME}, {headers:NAME}, {field:POINTER}, {query:NAME}, {t}, {url}, {url:decoded}, {path}, {method}, {form}, {secret} in braces",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\",\"id\":\"/a~b\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/id: expected a JSON pointer in which ~0 stands for ~ and ~1 for /",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{form}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/signed: expected {url} beside {form}: it is the URL that covers a body which is no form",
                "{\"a\":{\"scheme\":{\"header\":\"x\",\"algorithm\":\"HmacSHA1\",\"encoding\":\"hex\",\"signed\":\"{body}\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/equalBodies: expected \"same\" or \"distinct\": the scheme has neither an id nor a time, so say whether two requests with equal bodies are the same event",
                "{\"a\":{\"scheme\":{\"preset\":\"github\",\"equalBodies\":\"equal\"},\"secret\":\"env:X\"}}|WEIR_SOURCES /a/scheme/equalBodies: expected one of distinct, same",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"actions\":[1]}}|WEIR_SOURCES /a/actions/0: expected an action's name, or an object with one member: the name with its options",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"allow\":[\"10.0.0.0/33\"]}}|WEIR_SOURCES /a/allow/0: expected an address block such as 203.0.113.0/24 or 2001:db8::/32",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"maxBytes\":1.5}}|WEIR_SOURCES /a/maxBytes: expected a whole number from 1 to 6291456",
                "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"maxBytes\":1e99}}|WEIR_SOURCES /a/maxBytes: expected a whole number from 1 to 6291456"
            })
    void parse_wrongConfiguration_namesThePathAndWhatWasExpected(String json, String message) {
        assertThatThrownBy(() -> Sources.parse("WEIR_SOURCES", json == null ? "" : json))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }
}
