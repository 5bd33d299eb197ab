package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static io.weir.worker.kit.TestMessage.CERTIFICATE_URL;
import static io.weir.worker.kit.TestMessage.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.action.Event;
import io.weir.action.SnsMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.http.HttpsCertificateFetcher;
import io.weir.worker.kit.MovableClock;
import io.weir.worker.kit.RecordingHost;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import io.weir.worker.verify.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an SNS verifier must survive: each test asserts the verdict, its reason, and the exact list of requests sent. */
class SnsVerifierTest {
    private static final Instant RECEIVED_AT = Instant.parse("2026-03-04T12:00:05Z");
    private static final String FETCH = "GET " + CERTIFICATE_URL;
    private static final Duration PATIENCE = Duration.ofMillis(600);

    private static TestCertificate certificate;
    private static TestCertificate stranger;

    private final InMemoryBucket bucket = new InMemoryBucket();
    private final Source source = Sources.parse(
                    "test", "{\"budgets\": {\"scheme\": \"sns\", \"topics\": [\"" + TOPIC + "\"]}}")
            .find("budgets");
    private RecordingHost host;
    private HttpClient http;
    private SnsVerifier verifier;

    @BeforeAll
    static void makeCertificates() {
        certificate = TestCertificate.ofSns();
        stranger = TestCertificate.ofStranger();
    }

    @BeforeEach
    void start() {
        host = new RecordingHost();
        host.answer(CERTIFICATE_PATH, 200, certificate.pem());
        http = host.client(HttpsCertificateFetcher.client());
        verifier = coldStart();
    }

    @AfterEach
    void stop() {
        host.close();
        http.shutdownNow();
    }

    @AfterAll
    static void forget() {
        certificate = null;
        stranger = null;
    }

    /** A verifier with nothing in memory, over the same bucket and host. */
    private SnsVerifier coldStart() {
        return new SnsVerifier(new CertificateStore(
                new HttpsCertificateFetcher(http, PATIENCE), bucket, Clock.fixed(RECEIVED_AT, ZoneOffset.UTC)));
    }

    private static ReceivedRequest request(byte[] body, Map<String, String> headers, Instant at) {
        return new ReceivedRequest("budgets", at, "POST", "https://door/budgets", headers, body);
    }

    private Verification verify(String body) {
        return verifier.verify(request(body.getBytes(UTF_8), Map.of(), RECEIVED_AT), source);
    }

    private Verification verify(TestMessage message) {
        return verify(message.json());
    }

    private void assertRejected(Verification verification, Reason reason, String... requests) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isEqualTo(reason);
        assertThat(host.requests()).containsExactly(requests);
    }

    private void assertUndecided(Verification verification, String... requests) {
        assertThat(verification).isInstanceOf(Verification.Undecided.class);
        assertThat(((Verification.Undecided) verification).reason()).isEqualTo(Reason.CERTIFICATE);
        assertThat(host.requests()).containsExactly(requests);
    }

    private Event assertGenuine(Verification verification, String... requests) {
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        assertThat(host.requests()).containsExactly(requests);
        return ((Verification.Genuine) verification).event();
    }

    private static TestMessage signed() {
        return TestMessage.notification().sign(certificate.keys());
    }

    @Nested
    class Genuine {
        @ParameterizedTest
        @ValueSource(strings = {"1", "2"})
        void verify_notificationOfEitherVersion_isGenuineWithoutItsSecrets(String version) {
            TestMessage message =
                    TestMessage.notification().with("SignatureVersion", version).sign(certificate.keys());

            Event event = assertGenuine(verify(message), FETCH);

            assertThat(event.body()).isEqualTo("Hello\nworld".getBytes(UTF_8));
            assertThat(event.id()).isEqualTo(message.get("MessageId"));
            assertThat(event.sns().subject()).isEqualTo("subject");
            assertThat(event.sns().toString() + event.headers() + event)
                    .doesNotContain("Unsubscribe", message.get("Signature"));
        }

        @Test
        void verify_subscriptionConfirmation_isPendingWithItsToken() {
            Verification verification = verify(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                    .sign(certificate.keys()));

            assertThat(verification).isInstanceOf(Verification.SubscriptionPending.class);
            assertThat(((Verification.SubscriptionPending) verification).token())
                    .isEqualTo("secret-token");
            assertThat(verification.toString()).doesNotContain("secret-token");
            assertThat(host.requests()).containsExactly(FETCH);
        }

        @Test
        void verify_unsubscribeConfirmation_isGenuineAndNothingIsFetchedButTheCertificate() {
            Event event = assertGenuine(
                    verify(TestMessage.confirmation(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)
                            .sign(certificate.keys())),
                    FETCH);
            assertThat(event.sns().type()).isEqualTo(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION);
        }

        @Test
        void verify_subjectNullAndSubjectAbsent_areTheSame() {
            TestMessage message =
                    TestMessage.notification().with("Subject", null).sign(certificate.keys());
            assertThat(verify(message)).isInstanceOf(Verification.Genuine.class);
            assertGenuine(verify(message.withNull("Subject")), FETCH);
        }

        @Test
        void verify_emptySubject_isAPresentOne() {
            assertGenuine(verify(TestMessage.notification().with("Subject", "").sign(certificate.keys())), FETCH);
        }

        @Test
        void verify_emptySubjectInsteadOfNone_isAnotherMessage() {
            TestMessage message =
                    TestMessage.notification().with("Subject", null).sign(certificate.keys());
            assertRejected(verify(message.with("Subject", "")), Reason.SIGNATURE, FETCH);
        }

        @Test
        void verify_spellingOfLambda_isAccepted() {
            assertGenuine(
                    verify(TestMessage.notification()
                            .sign(certificate.keys())
                            .rename("SigningCertURL", "SigningCertUrl")
                            .rename("UnsubscribeURL", "UnsubscribeUrl")),
                    FETCH);
            assertThat(verify(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                            .rename("SubscribeURL", "SubscribeUrl")
                            .sign(certificate.keys())))
                    .isInstanceOf(Verification.SubscriptionPending.class);
        }

        @Test
        void verify_unknownFieldsAndAttributes_areIgnoredOrRead() {
            Event event = assertGenuine(
                    verify(signed().with("SequenceNumber", "10000000000000003000")
                            .with("Future", Map.of("a", List.of(1, 2)))
                            .with(
                                    "MessageAttributes",
                                    Map.of("colour", Map.of("Type", "String", "Value", "blue"), "odd", 1))),
                    FETCH);
            assertThat(event.sns().attributes()).containsExactly(Map.entry("colour", "blue"));
        }

        @Test
        void verify_escapedSlashNulAndSurrogatePairs_areSignedDecoded() {
            String decoded = "a/b\u0000c😀é\r\n";
            TestMessage message =
                    TestMessage.notification().with("Message", decoded).sign(certificate.keys());
            String escaped = message.json().replace("a/b\\u0000c😀é\\r\\n", "a\\/b\\u0000c\\ud83d\\ude00\\u00e9\\r\\n");

            assertThat(escaped).contains("\\ud83d");
            assertThat(assertGenuine(verify(escaped), FETCH).body()).isEqualTo(decoded.getBytes(UTF_8));
        }

        @Test
        @Tag("slow")
        void verify_messageOf256KiB_isGenuine() {
            assertGenuine(
                    verify(TestMessage.notification()
                            .with("Message", "é".repeat(128 * 1024))
                            .sign(certificate.keys())),
                    FETCH);
        }

        @Test
        void verify_messageThatBeginsWithASurrogatePair_isGenuine() {
            assertGenuine(
                    verify(TestMessage.notification()
                            .with("Message", "😀\uFFFD")
                            .sign(certificate.keys())),
                    FETCH);
        }

        @Test
        void verifyAtOwnTime_otherTopicVersionOrSignature_isRejected() {
            TestMessage otherTopic =
                    TestMessage.notification().with("TopicArn", TOPIC + "2").sign(certificate.keys());
            assertRejected(verifier.verifyAtOwnTime(otherTopic.json().getBytes(UTF_8), source), Reason.TOPIC);
            TestMessage otherVersion = signed().with("SignatureVersion", "3");
            assertRejected(
                    verifier.verifyAtOwnTime(otherVersion.json().getBytes(UTF_8), source), Reason.SIGNATURE_VERSION);
            TestMessage tampered = signed().with("Message", "other");
            assertRejected(verifier.verifyAtOwnTime(tampered.json().getBytes(UTF_8), source), Reason.SIGNATURE, FETCH);
        }

        @Test
        void verifyAtOwnTime_messageOfAnyAge_isJudgedAtItsTimestamp() {
            byte[] body = TestMessage.notification()
                    .with("Timestamp", "2025-01-02T00:00:00.000Z")
                    .sign(certificate.keys())
                    .json()
                    .getBytes(UTF_8);
            assertGenuine(verifier.verifyAtOwnTime(body, source), FETCH);
        }
    }

    @Nested
    class CertificateUrls {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://sns.us-east-1.amazonaws.com.evil.example/F",
                    "https://sns.us-east-1.amazonaws.com@evil.example/F",
                    "https://evil.example/sns.us-east-1.amazonaws.com/F",
                    "https://evil.example#sns.us-east-1.amazonaws.com/F",
                    "https://evil.example?sns.us-east-1.amazonaws.com/F",
                    "https://snsXus-east-1.amazonaws.com/F",
                    "https://sns.s3-us-west-2.amazonaws.com/F",
                    "https://sns.us-east-1.amazonaws.co/F",
                    "https://sns.us-east-1.amazonaws.org/F",
                    "https://x.sns.us-east-1.amazonaws.com/F",
                    "https://SNS.us-east-1.amazonaws.com/F",
                    "HTTPS://sns.us-east-1.amazonaws.com/F",
                    "https://sns.us-east-1.amazonaws.com./F",
                    "https://sns.us-east-1.amazonaws.com:443/F",
                    "https://sns.us-east-1.amazonaws.com:8443/F",
                    "https://user@sns.us-east-1.amazonaws.com/F",
                    "https://user:pass@sns.us-east-1.amazonaws.com/F",
                    "https://127.0.0.1/F",
                    "https://[::1]/F",
                    "https://2130706433/F",
                    "https://xn--sns-abc.us-east-1.amazonaws.com/F",
                    "https://sns.us-east-1.amazonaws.c\u043em/F",
                    "https://sns.us-east-1.\u0430mazonaws.com/F",
                    "https://sns.us-east-1.amazonaws.com\\F",
                    "https:\\\\sns.us-east-1.amazonaws.com/F",
                    "http://sns.us-east-1.amazonaws.com/F",
                    "//sns.us-east-1.amazonaws.com/F",
                    "ftp://sns.us-east-1.amazonaws.com/F",
                    "file:///F",
                    "https://sns%2eus-east-1.amazonaws.com/F",
                    "https://sns.us-east-1.amazonaws.com%2FF",
                    " https://sns.us-east-1.amazonaws.com/F",
                    "https://sns.us-east-1.amazonaws.com/F ",
                    "https://sns.us-east-1.amazonaws.com//F",
                    "https://sns.us-east-1.amazonaws.com/x/F",
                    "https://sns.us-east-1.amazonaws.com/x/../F",
                    "https://sns.us-east-1.amazonaws.com/F?x=1",
                    "https://sns.us-east-1.amazonaws.com/F#x",
                    "https://sns.us-east-1.amazonaws.com/F/",
                    "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
                    "https://sns.us-east-1.amazonaws.com/",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcde.pem",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef0.pem",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789ABCDEF0123456789abcdef.pem",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdeg0123456789abcdef.pem",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.PEM",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem.pem",
                    "https://sns.us-east-2.amazonaws.com/F",
                    "https://sns.us-nowhere-1.amazonaws.com/F",
                    "https://sns.cn-north-1.amazonaws.com.cn/F",
                    "https://sns.us-east-1.amazonaws.com.cn/F",
                    "https://sns.amazonaws.com/F",
                    "not a url"
                })
        void verify_urlOfAnotherPlace_isRejectedAndNothingIsFetched(String url) {
            String written = url.replace("F", CERTIFICATE_PATH.substring(1));
            if (url.contains("Action") || url.contains("HTTPS") || url.contains("ABCDEF")) {
                written = url;
            }
            assertRejected(
                    verify(TestMessage.notification()
                            .with("SigningCertURL", written)
                            .sign(certificate.keys())),
                    Reason.CERTIFICATE_URL);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\t", "\n", "\r", "\u0000", "\u007f"})
        void verify_controlCharacterInTheUrl_isMalformedAndNothingIsFetched(String character) {
            String url = CERTIFICATE_URL.replace("sns.us", "sns." + character + "us");
            assertRejected(verify(signed().with("SigningCertURL", url)), Reason.MALFORMED);
        }

        @ParameterizedTest
        @CsvSource({
            "arn:aws-cn:sns:cn-north-1:123456789012:t, https://sns.cn-north-1.amazonaws.com.cn",
            "arn:aws-us-gov:sns:us-gov-west-1:123456789012:t, https://sns.us-gov-west-1.amazonaws.com",
            "arn:aws-iso:sns:us-iso-east-1:123456789012:t, https://sns.us-iso-east-1.c2s.ic.gov",
            "arn:aws:sns:ap-southeast-7:123456789012:t, https://sns.ap-southeast-7.amazonaws.com"
        })
        void of_topicOfEachPartition_allowsItsOwnHost(String topic, String host) throws RejectionException {
            assertThat(CertificateUrl.of(host + CERTIFICATE_PATH, topic).text()).isEqualTo(host + CERTIFICATE_PATH);
        }

        @ParameterizedTest
        @CsvSource({
            "arn:aws-cn:sns:us-east-1:123456789012:t, https://sns.us-east-1.amazonaws.com",
            "arn:aws:sns:cn-north-1:123456789012:t, https://sns.cn-north-1.amazonaws.com.cn",
            "arn:aws:sns:s3-us-west-2:123456789012:t, https://sns.s3-us-west-2.amazonaws.com",
            "arn:aws:sns::123456789012:t, https://sns..amazonaws.com",
            "arn:aws:sns:us-east-1, https://sns.us-east-1.amazonaws.com"
        })
        void of_regionThatIsNoneOfThePartition_isRejected(String topic, String host) {
            RejectionException rejection =
                    assertThrows(RejectionException.class, () -> CertificateUrl.of(host + CERTIFICATE_PATH, topic));
            assertThat(rejection.toVerification().reason()).isEqualTo(Reason.CERTIFICATE_URL);
        }
    }

    @Nested
    class Contents {
        @Test
        void verify_messageTrulySignedForAnotherTopic_isRejectedBeforeAnyFetch() {
            assertRejected(
                    verify(TestMessage.notification()
                            .with("TopicArn", "arn:aws:sns:us-east-1:999999999999:mine")
                            .sign(certificate.keys())),
                    Reason.TOPIC);
        }

        @ParameterizedTest
        @CsvSource({
            "MessageId, 'a\nTimestamp\nb'",
            "Subject, 'a\nTimestamp\nb'",
            "Type, 'Notification\nMessageId\nx'",
            "TopicArn, 'arn:aws:sns:us-east-1:123456789012:budgets\nType\nx'",
            "Timestamp, '2026-03-04T12:00:00.000Z\nx'",
            "SignatureVersion, '2\n'"
        })
        void verify_lineBreakInAFieldOtherThanMessage_isRejectedAsItCouldSplitAnew(String field, String value) {
            assertRejected(verify(signed().with(field, value)), Reason.MALFORMED);
        }

        @Test
        void verify_subjectMovedIntoTheMessageId_isRejectedThoughTheStringToSignIsTheSame() {
            TestMessage message = signed();
            String id = message.get("MessageId");
            assertRejected(
                    verify(message.with("MessageId", id + "\nSubject\nsubject").with("Subject", null)),
                    Reason.MALFORMED);
        }

        @Test
        void verify_messageThatContainsFieldLines_isGenuineAsWhatItIs() {
            String message = "x\nMessageId\nforged\nType\nNotification";
            assertGenuine(
                    verify(TestMessage.notification().with("Message", message).sign(certificate.keys())), FETCH);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Type",
                    "MessageId",
                    "TopicArn",
                    "Message",
                    "Timestamp",
                    "SignatureVersion",
                    "Signature",
                    "SigningCertURL"
                })
        void verify_fieldMissingNullEmptyOrNoString_isMalformed(String field) {
            for (Object value : new Object[] {"", 1, true, List.of("x"), Map.of("x", "y")}) {
                assertRejected(verify(signed().with(field, value)), Reason.MALFORMED);
            }
            assertRejected(verify(signed().withNull(field)), Reason.MALFORMED);
            assertRejected(verify(signed().with(field, null)), Reason.MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Token", "SubscribeURL"})
        void verify_confirmationWithoutWhatItNeeds_isMalformed(String field) {
            TestMessage message = TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                    .sign(certificate.keys());
            assertRejected(verify(message.with(field, null)), Reason.MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"notification", "NOTIFICATION", "Notification ", "SubscriptionConfirmationX", "x"})
        void verify_typeThatIsNotExact_isMalformed(String type) {
            assertRejected(verify(signed().with("Type", type)), Reason.MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2026-03-04",
                    "2026-03-04T12:00:00",
                    "2026-03-04T12:00:00+01:00",
                    "2026-02-30T12:00:00Z",
                    "now",
                    "1772625600",
                    "2026-13-04T12:00:00Z",
                    "٢026-03-04T12:00:00.000Z"
                })
        void verify_timestampThatIsNoTimeInUtc_isMalformed(String timestamp) {
            assertRejected(
                    verify(TestMessage.notification()
                            .with("Timestamp", timestamp)
                            .sign(certificate.keys())),
                    Reason.MALFORMED);
        }

        @Test
        void verify_keyTwice_isMalformedHoweverItIsWritten() {
            String json = signed().json();
            assertRejected(verify(json.replace("\"Message\":", "\"Message\":\"x\",\"Message\":")), Reason.MALFORMED);
            assertRejected(
                    verify(json.replace("\"Message\":", "\"Mess\\u0061ge\":\"x\",\"Message\":")), Reason.MALFORMED);
            assertRejected(
                    verify(json.replace(
                            "\"SigningCertURL\":",
                            "\"SigningCertUrl\":\"" + CERTIFICATE_URL + "\",\"SigningCertURL\":")),
                    Reason.MALFORMED);
        }

        @Test
        void verify_loneSurrogateInvalidUtf8OrByteOrderMark_isMalformed() {
            assertRejected(verify(signed().json().replace("Hello", "\\ud800")), Reason.MALFORMED);
            assertRejected(verify(signed().json().replace("Hello", "\\udc00\\ud800")), Reason.MALFORMED);
            assertRejected(verify("\uFEFF" + signed().json()), Reason.MALFORMED);
            byte[] invalid = signed().json().replace("Hello", "\u0001").getBytes(UTF_8);
            for (int i = 0; i < invalid.length; i++) {
                if (invalid[i] == 1) {
                    invalid[i] = (byte) 0xFF;
                }
            }
            byte[] body = invalid;
            assertRejected(verifier.verify(request(body, Map.of(), RECEIVED_AT), source), Reason.MALFORMED);
        }

        @Test
        @Tag("slow")
        void verify_hostileJson_isMalformedInBoundedTime() {
            String deep = "[".repeat(100_000);
            assertRejected(verify(deep), Reason.MALFORMED);
            assertRejected(verify("{\"a\":" + deep), Reason.MALFORMED);
            assertRejected(verify("{\"a\":".repeat(100_000)), Reason.MALFORMED);
            assertRejected(verify("{\"Type\":" + "9".repeat(6 << 20) + "}"), Reason.MALFORMED);
            assertRejected(verify("{\"a\":" + "9".repeat(1 << 20) + "}"), Reason.MALFORMED);
            assertRejected(verify(signed().json() + "x"), Reason.MALFORMED);
            assertRejected(verify(signed().json() + "{}"), Reason.MALFORMED);
            assertRejected(verify(signed().json().replaceFirst("\\{", "{\"n\":NaN,")), Reason.MALFORMED);
            assertRejected(verify(signed().json().replaceFirst("\\{", "{/* x */")), Reason.MALFORMED);
            assertRejected(verify(signed().json().replace('"', '\'')), Reason.MALFORMED);
            assertRejected(verify("[" + signed().json() + "]"), Reason.MALFORMED);
            assertRejected(
                    verify("{\"Message\":\"" + "x".repeat(SnsMessageParser.MAX_BYTES) + "\"}"), Reason.MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "hello", "{}", "{\"Message\":\"x\"}", "42", "  "})
        void verify_bodyThatIsNoSnsMessage_isUnsignedAndSaysHowToTurnRawDeliveryOff(String body) {
            Verification verification = verify(body);
            assertRejected(verification, Reason.UNSIGNED);
            assertThat(((Verification.Rejected) verification).detail()).contains("RawMessageDelivery=false");
        }

        @Test
        void verify_rawDeliveryHeader_isUnsignedWhateverTheBody() {
            Verification verification = verifier.verify(
                    request(signed().json().getBytes(UTF_8), Map.of("x-amz-sns-rawdelivery", "true"), RECEIVED_AT),
                    source);
            assertRejected(verification, Reason.UNSIGNED);
        }

        @ParameterizedTest
        @CsvSource({
            "x-amz-sns-message-type, SubscriptionConfirmation",
            "x-amz-sns-message-id, another",
            "x-amz-sns-topic-arn, arn:aws:sns:us-east-1:123456789012:other"
        })
        void verify_headerThatDiffersFromTheBody_isRejectedBeforeAnyFetch(String name, String value) {
            assertRejected(
                    verifier.verify(request(signed().json().getBytes(UTF_8), Map.of(name, value), RECEIVED_AT), source),
                    Reason.HEADER_MISMATCH);
        }

        @Test
        void verify_headersThatAgree_areFine() {
            TestMessage message = signed();
            Map<String, String> headers = Map.of(
                    "X-Amz-Sns-Message-Type",
                    "Notification",
                    "x-amz-sns-message-id",
                    message.get("MessageId"),
                    "x-amz-sns-topic-arn",
                    TOPIC);
            assertGenuine(
                    verifier.verify(request(message.json().getBytes(UTF_8), headers, RECEIVED_AT), source), FETCH);
        }
    }

    @Nested
    class Signatures {
        @ParameterizedTest
        @ValueSource(strings = {"3", "01", "0", " 2", "2.0", "٢"})
        void verify_otherVersion_isRejectedBeforeAnyFetch(String version) {
            assertRejected(
                    verify(TestMessage.notification()
                            .with("SignatureVersion", version)
                            .sign(certificate.keys())),
                    Reason.SIGNATURE_VERSION);
        }

        @ParameterizedTest
        @CsvSource({"1, SHA256withRSA", "2, SHA1withRSA"})
        void verify_algorithmOfTheOtherVersion_isRejected(String version, String algorithm) {
            assertRejected(
                    verify(TestMessage.notification()
                            .with("SignatureVersion", version)
                            .sign(certificate.keys(), algorithm)),
                    Reason.SIGNATURE,
                    FETCH);
        }

        @ParameterizedTest
        @ValueSource(strings = {"!!!", "AAAA\nAAAA", "-_-_", "A"})
        void verify_signatureThatIsNotBase64_isRejectedBeforeAnyFetch(String signature) {
            Reason reason = signature.contains("\n") ? Reason.MALFORMED : Reason.SIGNATURE;
            assertRejected(verify(signed().with("Signature", signature)), reason);
        }

        @Test
        void verify_signatureTooShortTooLongOrOfAnother_isRejected() {
            byte[] bytes = Base64.getDecoder().decode(signed().get("Signature"));
            for (byte[] wrong : List.of(new byte[1], new byte[255], new byte[256], new byte[1024])) {
                assertThat(verify(signed().with("Signature", Base64.getEncoder().encodeToString(wrong))))
                        .isInstanceOf(Verification.Rejected.class);
            }
            bytes[10] ^= 1;
            assertRejected(
                    verify(signed().with("Signature", Base64.getEncoder().encodeToString(bytes))),
                    Reason.SIGNATURE,
                    FETCH);
        }

        @ParameterizedTest
        @CsvSource({"Message, other", "MessageId, other", "Subject, other", "Timestamp, 2026-03-04T12:00:00.001Z"})
        void verify_signedFieldChanged_isRejected(String field, String value) {
            assertRejected(verify(signed().with(field, value)), Reason.SIGNATURE, FETCH);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Token", "SubscribeURL"})
        void verify_signedFieldOfAConfirmationChanged_isRejected(String field) {
            assertRejected(
                    verify(TestMessage.confirmation(SnsMessage.Type.SUBSCRIPTION_CONFIRMATION)
                            .sign(certificate.keys())
                            .with(field, "https://other")),
                    Reason.SIGNATURE,
                    FETCH);
        }

        @Test
        void verify_typeChangedAfterSigning_isRejected() {
            assertRejected(
                    verify(TestMessage.confirmation(SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION)
                            .sign(certificate.keys())
                            .with("Type", "SubscriptionConfirmation")),
                    Reason.SIGNATURE,
                    FETCH);
        }

        @Test
        void verify_keyOfAStranger_isRejected() {
            assertRejected(verify(TestMessage.notification().sign(stranger.keys())), Reason.SIGNATURE, FETCH);
        }

        @Test
        void verify_crlfInsteadOfLf_isAnotherMessage() {
            assertRejected(verify(signed().with("Message", "Hello\r\nworld")), Reason.SIGNATURE, FETCH);
        }
    }

    @Nested
    class Ages {
        @ParameterizedTest
        @CsvSource({
            "2026-03-05T12:00:00.000Z, true",
            "2026-03-05T12:00:00.001Z, false",
            "2026-03-03T12:00:00.000Z, true",
            "2026-03-03T11:59:59.999Z, false"
        })
        void verify_ageIsJudgedWhenItWasReceived_notNow(Instant receivedAt, boolean fresh) {
            Verification verification =
                    verifier.verify(request(signed().json().getBytes(UTF_8), Map.of(), receivedAt), source);
            if (fresh) {
                assertGenuine(verification, FETCH);
            } else {
                assertRejected(verification, Reason.STALE);
            }
        }

        @Test
        void verify_maxAgeOfTheSource_isTheLimit() {
            Source strict = Sources.parse(
                            "test",
                            "{\"b\": {\"scheme\": {\"preset\": \"sns\", \"maxAge\": \"PT4S\"}, \"topics\": [\"" + TOPIC
                                    + "\"]}}")
                    .find("b");
            byte[] body = signed().json().getBytes(UTF_8);
            Verification late = verifier.verify(request(body, Map.of(), RECEIVED_AT), strict);
            assertRejected(late, Reason.STALE);
            assertThat(((Verification.Rejected) late).detail()).isEqualTo("older than PT4S when received");
            Verification early = verifier.verify(request(body, Map.of(), RECEIVED_AT.minusSeconds(10)), strict);
            assertThat(((Verification.Rejected) early).detail()).isEqualTo("published after received");
            assertGenuine(verifier.verify(request(body, Map.of(), RECEIVED_AT.minusSeconds(2)), strict), FETCH);
        }

        @Test
        void verify_certificateExpiredSinceTheMessageWasReceived_isGenuineAfterAColdStartToo() {
            TestCertificate expired = TestCertificate.of(
                    "CN=sns.amazonaws.com",
                    "RSA",
                    2048,
                    Instant.parse("2025-12-01T00:00:00Z"),
                    Instant.parse("2026-03-04T12:00:06Z"));
            host.answer(CERTIFICATE_PATH, 200, expired.pem());
            TestMessage message = TestMessage.notification().sign(expired.keys());
            assertGenuine(verify(message), FETCH);

            host.answer(CERTIFICATE_PATH, 404, new byte[0]);
            verifier = coldStart();

            assertGenuine(verify(message), FETCH);
        }

        @Test
        void verify_certificateNotValidWhenReceived_isRejected() {
            TestCertificate expired = TestCertificate.of(
                    "CN=sns.amazonaws.com",
                    "RSA",
                    2048,
                    Instant.parse("2025-12-01T00:00:00Z"),
                    Instant.parse("2026-03-04T12:00:04Z"));
            host.answer(CERTIFICATE_PATH, 200, expired.pem());
            assertRejected(verify(TestMessage.notification().sign(expired.keys())), Reason.CERTIFICATE, FETCH);
        }
    }

    @Nested
    class Certificates {
        @ParameterizedTest
        @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
        void verify_hostHasABadMinute_isUndecidedSinceItMayBeGenuine(int status) {
            host.answer(CERTIFICATE_PATH, status, new byte[0]);
            assertUndecided(verify(signed()), FETCH);
        }

        @Test
        void verify_hostResets_isUndecided() {
            host.answer(CERTIFICATE_PATH, exchange -> {
                exchange.sendResponseHeaders(200, 5000);
                exchange.getResponseBody().write(certificate.pem(), 0, 100);
                exchange.getResponseBody().flush();
                exchange.close();
            });
            assertUndecided(verify(signed()), FETCH);
        }

        @Test
        @Tag("slow")
        void verify_hostNeverAnswers_isUndecidedInTime() {
            CountDownLatch end = new CountDownLatch(1);
            host.answer(CERTIFICATE_PATH, exchange -> awaitQuietly(end));
            assertUndecided(verify(signed()), FETCH);
            end.countDown();
        }

        @Test
        @Tag("slow")
        void verify_hostAnswersByteByByte_isUndecidedInTime() {
            CountDownLatch end = new CountDownLatch(1);
            host.answer(CERTIFICATE_PATH, exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] pem = certificate.pem();
                for (int i = 0; i < 20; i++) {
                    exchange.getResponseBody().write(pem[i]);
                    exchange.getResponseBody().flush();
                }
                awaitQuietly(end);
            });
            assertUndecided(verify(signed()), FETCH);
            end.countDown();
        }

        private void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 403, 404, 410, 201, 204})
        void verify_hostSaysNo_isRejected(int status) {
            host.answer(CERTIFICATE_PATH, status, new byte[0]);
            assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 307, 308})
        void verify_redirect_isNotFollowed(int status) {
            host.answer(CERTIFICATE_PATH, exchange -> {
                exchange.getResponseHeaders().set("location", "https://evil.example/certificate.pem");
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
        }

        @Test
        @Tag("slow")
        void verify_answerThatIsNotExactlyOneCertificate_isRejected() throws Exception {
            ByteArrayOutputStream two = new ByteArrayOutputStream();
            two.write(certificate.pem());
            two.write(certificate.pem());
            List<byte[]> answers = List.of(
                    new byte[0],
                    "<html>hello</html>".getBytes(UTF_8),
                    two.toByteArray(),
                    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".getBytes(UTF_8),
                    certificate.certificate().getEncoded(),
                    "x".repeat(1 << 20).getBytes(UTF_8),
                    ("x" + new String(certificate.pem(), UTF_8)).getBytes(UTF_8));
            for (byte[] answer : answers) {
                host.answer(CERTIFICATE_PATH, 200, answer);
                Verification verification =
                        coldStart().verify(request(signed().json().getBytes(UTF_8), Map.of(), RECEIVED_AT), source);
                assertThat(verification).isInstanceOf(Verification.Rejected.class);
                assertThat(((Verification.Rejected) verification).reason()).isEqualTo(Reason.CERTIFICATE);
            }
            assertThat(host.requests()).hasSize(answers.size()).containsOnly(FETCH);
            assertThat(bucket.objects()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "'CN=sns.amazonaws.com', EC, 256",
            "'CN=sns.amazonaws.com', RSA, 1016",
            "'CN=evil.example', RSA, 2048",
            "'CN=sns.us-east-2.amazonaws.com', RSA, 2048",
            "'CN=xsns.amazonaws.com', RSA, 2048",
            "'CN=sns.amazonaws.com.evil.example', RSA, 2048",
            "'O=sns.amazonaws.com', RSA, 2048",
            "'CN=sns.amazonaws.com,CN=evil.example', RSA, 2048",
            "'CN=evil.example,O=CN\\=sns.amazonaws.com', RSA, 2048"
        })
        void verify_certificateThatIsNotOfSns_isRejectedAndNotKept(String subject, String algorithm, int bits) {
            host.answer(
                    CERTIFICATE_PATH,
                    200,
                    TestCertificate.of(subject, algorithm, bits, TestCertificate.FROM, TestCertificate.UNTIL)
                            .pem());
            assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
            assertThat(bucket.objects()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"'CN=sns.us-east-1.amazonaws.com', 2048", "'C=US,O=Amazon.com Inc.,CN=sns.amazonaws.com', 1024"})
        void verify_certificateOfTheRegionOrOfOldTimes_isGenuine(String subject, int bits) {
            TestCertificate other =
                    TestCertificate.of(subject, "RSA", bits, TestCertificate.FROM, TestCertificate.UNTIL);
            host.answer(CERTIFICATE_PATH, 200, other.pem());
            assertGenuine(verify(TestMessage.notification().sign(other.keys())), FETCH);
        }

        @Test
        void verify_manyMessages_fetchOnce() {
            verify(signed());
            verify(signed());
            assertGenuine(verify(signed()), FETCH);
        }

        @Test
        void verify_coldStart_takesTheCertificateFromTheBucket() {
            verify(signed());
            host.answer(CERTIFICATE_PATH, 503, new byte[0]);
            verifier = coldStart();
            assertGenuine(verify(signed()), FETCH);
            assertThat(bucket.objects()).containsOnlyKeys("certificates/us-east-1" + CERTIFICATE_PATH);
        }

        @Test
        void verify_bucketDown_takesTheCertificateFromTheHost() {
            bucket.setDown(true);
            assertGenuine(verify(signed()), FETCH);
        }

        @Test
        void verify_certificateOfAStrangerInTheBucket_isPassedOver() throws Exception {
            bucket.put(
                    "certificates/us-east-1" + CERTIFICATE_PATH,
                    TestCertificate.of("CN=evil.example", "RSA", 2048, TestCertificate.FROM, TestCertificate.UNTIL)
                            .pem(),
                    "",
                    Map.of());
            assertGenuine(verify(signed()), FETCH);
        }

        @Test
        void verify_objectInTheBucketThatIsTooLarge_isPassedOver() throws Exception {
            byte[] padded = Arrays.copyOf(certificate.pem(), CertificateFetcher.MAX_BYTES + 1);
            Arrays.fill(padded, certificate.pem().length, padded.length, (byte) '\n');
            bucket.put("certificates/us-east-1" + CERTIFICATE_PATH, padded, "", Map.of());
            assertGenuine(verify(signed()), FETCH);
        }

        @Test
        void get_missesHitsAndFetches_areRememberedForTheirTime() throws Exception {
            MovableClock clock = new MovableClock(RECEIVED_AT);
            List<String> fetched = new ArrayList<>();
            CertificateStore store = new CertificateStore(
                    url -> {
                        fetched.add(url.getPath());
                        throw new IOException("down");
                    },
                    bucket,
                    clock);
            for (int i = 0; i < 40; i++) {
                CertificateUrl made = CertificateUrl.of(
                        CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", String.format("-%032x", i)), TOPIC);
                assertThatThrownBy(() -> store.get(made)).isInstanceOf(IOException.class);
            }
            assertThat(fetched).hasSize(CertificateStore.FETCHES_PER_MINUTE);

            clock.advance(CertificateStore.FAULT_KEPT.minusMillis(1));
            CertificateUrl first =
                    CertificateUrl.of(CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", "-" + "0".repeat(32)), TOPIC);
            assertThatThrownBy(() -> store.get(first)).hasMessage("cannot fetch the certificate: down");
            assertThat(fetched).hasSize(CertificateStore.FETCHES_PER_MINUTE);

            clock.advance(Duration.ofMinutes(1));
            assertThatThrownBy(() -> store.get(first)).hasMessage("cannot fetch the certificate: down");
            assertThat(fetched).hasSize(CertificateStore.FETCHES_PER_MINUTE + 1);
        }

        @Test
        void verify_sameMissAgain_isRememberedShortly() {
            host.answer(CERTIFICATE_PATH, 404, new byte[0]);
            verify(signed());
            assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
        }

        @Test
        @Tag("slow")
        void verify_urlsMadeUpByTheThousand_areFetchedSoManyTimesAMinuteAndGenuineTrafficGoesOn() {
            verify(signed());
            IntStream.range(0, 2000)
                    .forEach(i -> verify(signed().with(
                                    "SigningCertURL",
                                    CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", String.format("-%032x", i)))));

            assertThat(host.requests()).hasSize(CertificateStore.FETCHES_PER_MINUTE);
            assertThat(verify(signed())).isInstanceOf(Verification.Genuine.class);
        }

        @Test
        @Tag("slow")
        void verify_manyAtOnceWithOneNewUrl_fetchOnce() throws Exception {
            CountDownLatch all = new CountDownLatch(100);
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Verification>> running = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    running.add(executor.submit(() -> {
                        all.countDown();
                        all.await();
                        return verify(signed());
                    }));
                }
                for (Future<Verification> one : running) {
                    assertThat(one.get()).isInstanceOf(Verification.Genuine.class);
                }
            }
            assertThat(host.requests()).containsExactly(FETCH);
        }
    }

    @Nested
    class Topics {
        @ParameterizedTest
        @EnumSource(SnsMessage.Type.class)
        void verify_topicThatOnlyBeginsLikeAListedOne_isRejected(SnsMessage.Type type) {
            TestMessage message =
                    type == SnsMessage.Type.NOTIFICATION ? TestMessage.notification() : TestMessage.confirmation(type);
            assertRejected(verify(message.with("TopicArn", TOPIC + "2").sign(certificate.keys())), Reason.TOPIC);
        }

        @Test
        void verify_topicOfAListedAccount_isGenuine() {
            Source organisation = Sources.parse(
                            "test", "{\"org\": {\"scheme\": \"sns\", \"accounts\": [\"123456789012\"]}}")
                    .find("org");
            byte[] body = signed().json().getBytes(UTF_8);
            assertGenuine(verifier.verify(request(body, Map.of(), RECEIVED_AT), organisation), FETCH);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "arn:aws:sns:us-east-1:999999999999:123456789012",
                    "arn:aws:sns:us-east-1:1234567890123:t",
                    "arn:aws:sqs:us-east-1:123456789012:t",
                    "arn:aws:sns:us-east-1:123456789012:t:5b75c78f-8c52-5271-9250-8e51f8ced1a1",
                    "x:x:x:x:123456789012:t"
                })
        void verify_topicThatIsNoneOfTheAccount_isRejected(String topic) {
            Source organisation = Sources.parse(
                            "test", "{\"org\": {\"scheme\": \"sns\", \"accounts\": [\"123456789012\"]}}")
                    .find("org");
            byte[] body = TestMessage.notification()
                    .with("TopicArn", topic)
                    .sign(certificate.keys())
                    .json()
                    .getBytes(UTF_8);
            assertRejected(verifier.verify(request(body, Map.of(), RECEIVED_AT), organisation), Reason.TOPIC);
        }
    }
}
