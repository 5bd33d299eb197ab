package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.cli.conformance.plan.SnsCertificate;
import io.weir.local.topic.SelfSigned;
import io.weir.local.topic.TopicKey;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign: SNS itself, by the key that was given or made up, by further certificates of that key, by keys of other kinds;
 * and somebody else, whose certificate has the very name of SNS. Keys are made when they are first needed. Not thread-safe.
 */
final class SnsSigners {
    private static final int HUGE = 1024 * 1024;
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ELSEWHERE = "eu-south-1";

    private final TopicKey genuine;
    private final SnsTopic topic;
    private final Instant now;
    private final Map<String, KeyPair> keys = new HashMap<>();
    private final Map<SnsCertificate, SnsSigner> signers = new EnumMap<>(SnsCertificate.class);
    private @Nullable SnsSigner stranger;

    SnsSigners(TopicKey genuine, SnsTopic topic, Instant now) {
        this.genuine = genuine;
        this.topic = topic;
        this.now = now;
    }

    /** A stranger, whose certificate says that it is SNS. */
    SnsSigner stranger() {
        if (stranger == null) {
            stranger = signer(sns(), keys("RSA", 2048));
        }
        return stranger;
    }

    /**
     * Who signs for a case, with the certificate that lies there.
     *
     * @param good the URL at which the genuine certificate is, for what points there
     */
    SnsSigner of(SnsCertificate kind, String good) {
        SnsSigner known = signers.get(kind);
        if (known == null) {
            known = made(kind, good);
            signers.put(kind, known);
        }
        return known;
    }

    private SnsSigner made(SnsCertificate kind, String good) {
        KeyPair own = genuine.pairOfKeys();
        return switch (kind) {
            case GENUINE -> new SnsSigner(own, Laid.of(genuine.pem()));
            case RSA_1024 -> signer(sns(), keys("RSA", 1024));
            case SUBJECT_OF_THE_HOST -> signer("CN=" + topic.host(), own);
            case EXPIRED ->
                new SnsSigner(own, pem(certificate(sns(), own, now.minus(DAY.multipliedBy(90)), now.minus(DAY))));
            case NOT_YET_VALID ->
                new SnsSigner(own, pem(certificate(sns(), own, now.plus(DAY), now.plus(DAY.multipliedBy(90)))));
            case OTHER_SUBJECT -> signer("CN=evil.example", own);
            case SUBJECT_OF_ANOTHER_REGION -> signer("CN=" + anotherRegion(), own);
            case SUBJECT_WITH_THE_NAME_IN_FRONT -> signer(sns() + ".evil.example", own);
            case SUBJECT_WITH_THE_NAME_BEHIND -> signer("CN=x" + topic.commonName(), own);
            case NAME_OF_AN_ORGANISATION -> signer("O=" + topic.commonName(), own);
            case NAME_INSIDE_ANOTHER_NAME -> signer("CN=evil.example,O=CN\\=" + topic.commonName(), own);
            case TWO_NAMES -> signer(sns() + ",CN=evil.example", own);
            case MULTI_VALUED_NAME -> signer(sns() + "+CN=evil.example", own);
            case EC -> signer(sns(), keys("EC", 256));
            case RSA_512 -> signer(sns(), keys("RSA", 512));
            case TWO ->
                new SnsSigner(own, Laid.of(both(genuine.pem(), stranger().laid().body())));
            case HUGE -> new SnsSigner(own, Laid.of(both("x\n".repeat(HUGE / 2).getBytes(US_ASCII), genuine.pem())));
            case DER -> new SnsSigner(own, Laid.of(SnsSigner.der(certificate(sns(), own))));
            case BROKEN -> laid(Laid.of(bytes("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")));
            case HTML -> laid(Laid.of(bytes("<!DOCTYPE html><title>Hello</title>")));
            case EMPTY -> laid(Laid.of(new byte[0]));
            case REDIRECT -> laid(Laid.redirect(good));
            case STATUS_404 -> laid(Laid.of(404));
            case STATUS_429 -> laid(Laid.of(429));
            case STATUS_500 -> laid(Laid.of(500));
            case RESET -> laid(Laid.reset());
        };
    }

    private SnsSigner laid(Laid laid) {
        return new SnsSigner(genuine.pairOfKeys(), laid);
    }

    private SnsSigner signer(String subject, KeyPair signing) {
        return new SnsSigner(signing, pem(certificate(subject, signing)));
    }

    private String sns() {
        return subject(topic);
    }

    /** The name that SNS has in the certificates of a topic's region. */
    static String subject(SnsTopic topic) {
        return "CN=" + topic.commonName();
    }

    private String anotherRegion() {
        SnsTopic elsewhere = SnsTopic.of("arn:aws:sns:" + ELSEWHERE + ":123456789012:other");
        return topic.region().equals(ELSEWHERE) ? "sns.amazonaws.com" : elsewhere.commonName();
    }

    private X509Certificate certificate(String subject, KeyPair signing) {
        return certificate(subject, signing, now.minus(DAY), now.plus(DAY.multipliedBy(365)));
    }

    private static X509Certificate certificate(String subject, KeyPair signing, Instant from, Instant until) {
        try {
            return SelfSigned.certificate(subject, signing, from, until);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was made can sign", e);
        }
    }

    private KeyPair keys(String algorithm, int bits) {
        return keys.computeIfAbsent(algorithm + bits, ignored -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        });
    }

    private static Laid pem(X509Certificate certificate) {
        return Laid.of(SelfSigned.pem(certificate));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] both(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
