package io.weir.worker.sns;

import io.weir.action.Event;
import io.weir.action.SnsMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.source.Source;
import io.weir.verify.Claimable;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a message is of SNS and of a listed topic. What needs no network comes first, and no host but SNS in the
 * topic's own region is ever asked. Thread-safe.
 */
public final class SnsVerifier {
    private static final String CONTENT_TYPE = "text/plain; charset=utf-8";

    private final CertificateStore certificates;

    public SnsVerifier(CertificateStore certificates) {
        this.certificates = certificates;
    }

    /** The topic that a message says it is of, before anything is proven; null of what is no message. */
    public static @Nullable String topicOf(byte[] body) {
        try {
            return SnsMessageParser.read(body).content().topicArn();
        } catch (RejectionException e) {
            return null;
        }
    }

    /**
     * What a message says of itself, before anything is proven; for someone who asks why it is not genuine.
     *
     * @param version of its signature, as it came
     * @param certificateUrl from a stranger; to be shown, never fetched
     * @param signed what is signed, with the token blanked
     */
    public record Claimed(SnsMessage content, String version, String certificateUrl, String signed) {}

    /**
     * Reads a message without verifying it.
     *
     * @throws RejectionException as the verifier would reject it, before it looks at the topic
     */
    public static Claimed read(byte[] body) throws RejectionException {
        SignedSnsMessage message = SnsMessageParser.parse(body);
        String signed = new String(message.stringToSign(), StandardCharsets.UTF_8);
        SignedSnsMessage.Confirmation confirmation = message.confirmation();
        return new Claimed(
                message.content(),
                message.signature().version(),
                message.signature().certificateUrl(),
                confirmation == null ? signed : signed.replace(confirmation.token(), "(token)"));
    }

    /** Verifies a message that came through the door; its age is judged at {@link ReceivedRequest#receivedAt()}. */
    public Verification verify(ReceivedRequest request, Source source) {
        try {
            if ("true".equalsIgnoreCase(request.header("x-amz-sns-rawdelivery"))) {
                throw new RejectionException(
                        Reason.UNSIGNED,
                        "raw message delivery carries no signature: set RawMessageDelivery=false on the subscription");
            }
            SignedSnsMessage message = SnsMessageParser.parse(request.body());
            checkTopic(message.content(), source);
            checkHeaders(message, request);
            checkVersion(message);
            checkAge(message, request.receivedAt(), source);
            return verifySignature(message, source, request.receivedAt());
        } catch (RejectionException e) {
            return e.toVerification();
        }
    }

    /**
     * Verifies a message at its own signed time, without a limit of age. For messages that SNS itself put on the queue:
     * they have no time of receipt that would survive a redrive, and the queue's policy keeps strangers out.
     */
    public Verification verifyAtOwnTime(byte[] body, Source source) {
        return verifyAtOwnTime(body, true, source);
    }

    /**
     * As above.
     *
     * @param bare whether it may be believed without a signature, where the source trusts the queue
     */
    public Verification verifyAtOwnTime(byte[] body, boolean bare, Source source) {
        try {
            SnsMessageParser parser = SnsMessageParser.read(body);
            if (parser.isUnsigned()) {
                return believed(parser.content(), bare, source);
            }
            SignedSnsMessage message = parser.message();
            checkTopic(message.content(), source);
            checkVersion(message);
            return verifySignature(message, source, message.publishedAt());
        } catch (RejectionException e) {
            return e.toVerification();
        }
    }

    /**
     * Reads a message for which an operator vouches: it need not be signed any more, but its topic must still be on the list.
     *
     * @throws RejectionException if it is no notification of a listed topic
     */
    public static Event readVouched(ReceivedRequest request, Source source) throws RejectionException {
        SnsMessage content = SnsMessageParser.read(request.body()).content();
        checkTopic(content, source);
        if (content.type() != SnsMessage.Type.NOTIFICATION) {
            throw new RejectionException(Reason.VOUCHER, "only a notification has effects that can be had again");
        }
        return genuine(content, source, request.receivedAt(), false).event();
    }

    /**
     * The verdict on a message of the queue without any signature, as those of FIFO topics are. Only the queue's policy can
     * have kept strangers out, so the source must say that it relies on that, for topics that it names.
     */
    private static Verification believed(SnsMessage content, boolean bare, Source source) throws RejectionException {
        checkTopic(content, source);
        if (!source.trustsQueue()) {
            throw new RejectionException(
                    Reason.UNSIGNED,
                    "SNS put it on the queue without a signature, as it does for FIFO topics: say \"trust\": \"queue\" in"
                            + " the source, and let the queue's policy admit only its topics");
        }
        if (!bare) {
            throw new RejectionException(
                    Reason.UNSIGNED, "it has message attributes, which SNS gives to raw deliveries alone");
        }
        if (content.type() != SnsMessage.Type.NOTIFICATION) {
            throw new RejectionException(Reason.UNSIGNED, "only a notification is believed without a signature");
        }
        return genuine(content, source, content.timestamp(), false);
    }

    private static void checkTopic(SnsMessage content, Source source) throws RejectionException {
        if (!source.allowsTopic(content.topicArn())) {
            throw new RejectionException(Reason.TOPIC, "the topic is not on the source's list");
        }
    }

    /** Only the body is signed, but headers are what proxies and people look at: they must not tell another story. */
    private static void checkHeaders(SignedSnsMessage message, ReceivedRequest request) throws RejectionException {
        SnsMessage content = message.content();
        checkHeader("x-amz-sns-message-type", content.type().text(), request);
        checkHeader("x-amz-sns-message-id", content.messageId(), request);
        checkHeader("x-amz-sns-topic-arn", content.topicArn(), request);
    }

    private static void checkHeader(String name, String expected, ReceivedRequest request) throws RejectionException {
        String value = request.header(name);
        if (value != null && !value.equals(expected)) {
            throw new RejectionException(Reason.HEADER_MISMATCH, name + " differs from the signed body");
        }
    }

    private static void checkVersion(SignedSnsMessage message) throws RejectionException {
        algorithm(message);
    }

    private static String algorithm(SignedSnsMessage message) throws RejectionException {
        return switch (message.signature().version()) {
            case "1" -> "SHA1withRSA";
            case "2" -> "SHA256withRSA";
            default -> throw new RejectionException(Reason.SIGNATURE_VERSION, "SignatureVersion is neither 1 nor 2");
        };
    }

    private static void checkAge(SignedSnsMessage message, Instant receivedAt, Source source)
            throws RejectionException {
        Duration maxAge = source.scheme() instanceof SnsScheme sns ? sns.maxAge() : SnsScheme.DEFAULT.maxAge();
        Duration age = Duration.between(message.publishedAt(), receivedAt);
        if (age.abs().compareTo(maxAge) > 0) {
            throw new RejectionException(
                    Reason.STALE,
                    (age.isNegative() ? "published after" : "older than " + maxAge + " when") + " received");
        }
    }

    private Verification verifySignature(SignedSnsMessage message, Source source, Instant at)
            throws RejectionException {
        CertificateUrl url = CertificateUrl.of(
                message.signature().certificateUrl(), message.content().topicArn());
        byte[] signature = decode(message.signature().base64());
        SigningCertificate certificate;
        try {
            certificate = certificates.get(url, source.name());
        } catch (DocumentRejectedException e) {
            throw new RejectionException(Reason.CERTIFICATE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Verification.Undecided(Reason.CERTIFICATE, e);
        }
        if (!certificate.isValidAt(at)) {
            throw new RejectionException(Reason.CERTIFICATE, "the certificate was not valid at " + at);
        }
        if (!matches(message, certificate, signature)) {
            throw new RejectionException(Reason.SIGNATURE, "the signature does not match");
        }
        return genuine(message, source, at);
    }

    private static byte[] decode(String signature) throws RejectionException {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            throw new RejectionException(Reason.SIGNATURE, "the signature is not base64");
        }
    }

    private static boolean matches(SignedSnsMessage message, SigningCertificate certificate, byte[] signature)
            throws RejectionException {
        try {
            Signature verifier = Signature.getInstance(algorithm(message));
            verifier.initVerify(certificate.key());
            verifier.update(message.stringToSign());
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even of the right length
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA with SHA-1 and SHA-256", e);
        }
    }

    private static Verification genuine(SignedSnsMessage message, Source source, Instant receivedAt) {
        SnsMessage content = message.content();
        Verification.Genuine genuine = genuine(content, source, receivedAt, true);
        SignedSnsMessage.Confirmation confirmation = message.confirmation();
        return content.type() == SnsMessage.Type.SUBSCRIPTION_CONFIRMATION && confirmation != null
                ? new Verification.SubscriptionPending(genuine.event(), confirmation.token())
                : genuine;
    }

    /** @param signed false if the queue's policy is the proof, and the message carries no signature */
    private static Verification.Genuine genuine(SnsMessage content, Source source, Instant receivedAt, boolean signed) {
        Claimable by = Claimable.ofSignedId(source.name(), content.messageId());
        Event event = Event.builder()
                .source(source.name())
                .id(content.messageId())
                .idSigned(signed)
                .type(content.type().text())
                .typeSigned(signed)
                .receivedAt(receivedAt)
                .contentType(CONTENT_TYPE)
                .body(content.message())
                .sns(content)
                .idempotencyKey(by.key())
                .build();
        return new Verification.Genuine(event, by, 0);
    }
}
