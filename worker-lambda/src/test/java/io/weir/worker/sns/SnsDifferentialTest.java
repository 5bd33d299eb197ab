package io.weir.worker.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.messagemanager.sns.SnsMessageManager;
import software.amazon.awssdk.regions.Region;

/**
 * The same messages, and mutations of them, to our verifier and to the AWS SDK's: over one source of certificates both
 * must come to the same verdict, or the difference is on the list below with its reason.
 */
class SnsDifferentialTest {
    private static final TestCertificate CERTIFICATE = certificate();
    private static final TestCertificate STRANGER = TestCertificate.ofStranger();
    private static final Source SOURCE = Source.ofSns("s", TestMessage.TOPIC);
    /** As SNS writes it: always three digits, also when they are zeros. */
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Map<String, String> UNEXPECTED = new ConcurrentHashMap<>();
    private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();

    private final SnsVerifier ours = new SnsVerifier(
            new CertificateStore((url, maxBytes) -> CERTIFICATE.pem(), new InMemoryBucket(), Clock.systemUTC()));
    private final SnsMessageManager oracle = SnsMessageManager.builder()
            .region(Region.US_EAST_1)
            .httpClient(new CertificateHost())
            .build();

    /** What we take and the oracle refuses, by the mutation: Lambda hands messages over with {@code Subject: null}. */
    private static final List<String> MORE_COMPLETE = List.of("subject null");

    /** The oracle takes the last of two fields of one name, however they are written. */
    private static final String TWICE = " is there twice";

    /** What we refuse and the oracle takes, by the beginning of our detail. */
    private static final Map<String, String> STRICTER = Map.of(
            "MessageId is missing", "the oracle signs the word null in its place",
            "Message is missing", "the oracle signs the word null in its place",
            "control character in", "lines of the string to sign could be split anew between fields",
            "lone surrogate in", "it has no bytes of its own in UTF-8: two messages would be signed alike",
            "not strict JSON", "something that parsers read differently",
            "something behind the object", "parsers differ in what they read",
            "Timestamp is no ISO-8601 time", "SNS writes none but UTC with a Z",
            "the topic is not on the source's list", "the oracle has no list of topics",
            "older than", "the oracle does not look at the time of a message",
            "published after", "the oracle does not look at the time of a message");

    private static TestCertificate certificate() {
        Instant today = Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS);
        return TestCertificate.of(
                "CN=sns.amazonaws.com",
                "RSA",
                2048,
                today.minus(Duration.ofDays(2)),
                today.plus(Duration.ofDays(2))); // the oracle judges certificates by the wall clock
    }

    /** Answers every request with the certificate. */
    private static final class CertificateHost implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(CERTIFICATE.pem())))
                            .build();
                }

                @Override
                public void abort() {
                    // Nothing is under way.
                }
            };
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    record Mutation(String name, UnaryOperator<TestMessage> before, UnaryOperator<String> after) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Mutation fields(String name, UnaryOperator<TestMessage> change) {
        return new Mutation(name, change, text -> text);
    }

    private static Mutation text(String name, UnaryOperator<String> change) {
        return new Mutation(name, UnaryOperator.identity(), change);
    }

    private static final List<Mutation> MUTATIONS = List.of(
            text("none", text -> text),
            text("message changed", text -> text.replaceFirst("\"Message\":\"", "\"Message\":\"x")),
            text("id changed", text -> text.replaceFirst("\"MessageId\":\"", "\"MessageId\":\"x")),
            text("topic changed", text -> text.replaceFirst(":budgets\"", ":other\"")),
            text("type changed", text -> text.replaceFirst("\"Notification\"", "\"SubscriptionConfirmation\"")),
            text("type unknown", text -> text.replaceFirst("\"Notification\"", "\"Other\"")),
            text("version changed", text -> text.replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"1\"")),
            text(
                    "version unknown",
                    text -> text.replaceFirst("\"SignatureVersion\":\"[12]\"", "\"SignatureVersion\":\"3\"")),
            text(
                    "version a number",
                    text -> text.replaceFirst("\"SignatureVersion\":\"([12])\"", "\"SignatureVersion\":$1")),
            text(
                    "signature of zeros",
                    text -> text.replaceFirst("\"Signature\":\"[^\"]{8}", "\"Signature\":\"AAAAAAAA")),
            text("signature cut", text -> text.replaceFirst("\"Signature\":\"[^\"]{8}", "\"Signature\":\"")),
            text(
                    "signature no base64",
                    text -> text.replaceFirst("\"Signature\":\"[^\"]{8}", "\"Signature\":\"!!!!!!!!")),
            text(
                    "certificate elsewhere",
                    text -> text.replace("sns.us-east-1.amazonaws.com/Simple", "evil.example/Simple")),
            text("certificate of a bucket", text -> text.replace("sns.us-east-1.", "sns.s3-us-east-1.")),
            text(
                    "certificate over http",
                    text -> text.replace(
                            "\"https://sns.us-east-1.amazonaws.com/Simple",
                            "\"http://sns.us-east-1.amazonaws.com/Simple")),
            text("key twice", text -> text.replaceFirst("\"Message\":", "\"Message\":\"first\",\"Message\":")),
            text(
                    "key twice, escaped",
                    text -> text.replaceFirst("\"Message\":", "\"Mess\\\\u0061ge\":\"first\",\"Message\":")),
            text("text behind", text -> text + " x"),
            text("object behind", text -> text + "{}"),
            text("cut short", text -> text.substring(0, text.length() - 2)),
            text("array", text -> "[" + text + "]"),
            text("spaces around", text -> " \n\t" + text + "\r\n "),
            text("unknown field", text -> text.replaceFirst("\\{", "{\"Future\":{\"a\":[1,2,{}]},")),
            text(
                    "subject null",
                    text -> text.replaceFirst("\\{", "{\"Subject\":null,").replaceFirst(",\"Subject\":\"[^\"]*\"", "")),
            text("comment", text -> text.replaceFirst("\\{", "{/* x */")),
            fields("line break in the id", message -> message.with("MessageId", "a\nTimestamp\nb")),
            fields("line break in the subject", message -> message.with("Subject", "a\nTimestamp\nb")),
            fields("empty subject", message -> message.with("Subject", "")),
            fields("offset in the time", message -> message.with("Timestamp", "2026-03-04T12:00:00.000+01:00")),
            fields("no message", message -> message.with("Message", null)),
            fields("no id", message -> message.with("MessageId", null)),
            fields("no certificate", message -> message.with("SigningCertURL", null)));

    @Provide
    Arbitrary<TestMessage> messages() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().all().ofMinLength(1).ofMaxLength(60),
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(200),
                Arbitraries.of("/", "\\", "\"", "é€😀", "\r\n", "\u0000", "\u2028", "a\nMessageId\nb", "{\"json\":1}"));
        Arbitrary<String> subjects = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(100));
        return Combinators.combine(
                        Arbitraries.of(SnsMessage.Type.class),
                        Arbitraries.of("1", "2"),
                        texts,
                        subjects,
                        Arbitraries.of(true, false))
                .as((type, version, text, subject, hasSubject) -> {
                    TestMessage message = type == SnsMessage.Type.NOTIFICATION
                            ? TestMessage.notification().with("Subject", hasSubject ? subject : null)
                            : TestMessage.confirmation(type);
                    return message.with("SignatureVersion", version)
                            .with("Message", text)
                            .with(
                                    "Timestamp",
                                    TIMESTAMP.format(Clock.systemUTC().instant()));
                });
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return Arbitraries.of(MUTATIONS);
    }

    @Property(tries = 24_000, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.PREVIOUS_SEED)
    void verify_anyMessage_asTheOracleDoesOrStricter(
            @ForAll("messages") TestMessage message,
            @ForAll("mutations") Mutation mutation,
            @ForAll boolean byAStranger) {
        TestMessage signed = mutation.before().apply(message).sign((byAStranger ? STRANGER : CERTIFICATE).keys());
        String text = mutation.after().apply(signed.json());

        Verification verification = ours.verify(
                new ReceivedRequest(
                        "s", Clock.systemUTC().instant(), "POST", "https://door/", Map.of(), text.getBytes(UTF_8)),
                SOURCE);
        boolean genuine = !(verification instanceof Verification.Rejected);
        boolean genuineToTheOracle = oracleTakes(text);

        SEEN.merge(
                (genuine ? "genuine" : "rejected") + "/" + (genuineToTheOracle ? "genuine" : "rejected"),
                1,
                Integer::sum);
        if (genuine != genuineToTheOracle) {
            String detail = verification instanceof Verification.Rejected rejected ? rejected.detail() : "";
            boolean listed = genuine
                    ? MORE_COMPLETE.contains(mutation.name())
                    : STRICTER.keySet().stream().anyMatch(detail::startsWith) || detail.endsWith(TWICE);
            if (!listed) {
                UNEXPECTED.put(mutation + ": ours " + verification, text);
            }
        }
    }

    private boolean oracleTakes(String text) {
        try {
            oracle.parseMessage(text);
            return true;
        } catch (SdkException e) {
            return false;
        } catch (RuntimeException e) {
            return false; // it lets some faults of its parser through
        }
    }

    @AfterContainer
    static void everyDifferenceIsOnTheList() {
        assertThat(UNEXPECTED).isEmpty();
    }

    /** A generator that made only one kind of verdict would prove nothing. */
    @AfterContainer
    static void bothVerdictsWereSeen() {
        Map<String, Integer> seen = new LinkedHashMap<>(SEEN);
        assertThat(seen.get("genuine/genuine")).isGreaterThan(2000);
        assertThat(seen.get("rejected/rejected")).isGreaterThan(2000);
        System.out.println("ours/oracle: " + seen);
    }
}
