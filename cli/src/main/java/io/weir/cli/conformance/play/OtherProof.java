package io.weir.cli.conformance.play;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.cli.conformance.plan.Step;
import io.weir.cli.sender.Signing;
import io.weir.envelope.scheme.SignatureAlgorithm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.WebhookScheme;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Proofs of those who do not know the secret. */
final class OtherProof {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OtherProof() {}

    /** The scheme by which a step is signed. */
    static WebhookScheme scheme(WebhookScheme scheme, Step.Proof proof) throws CannotPlayException {
        if (proof != Step.Proof.OTHER_ALGORITHM) {
            return scheme;
        }
        if (!(scheme instanceof SignatureScheme known)
                || !known.signature().algorithm().isHmac()) {
            throw new CannotPlayException("only for schemes of HMAC");
        }
        SignatureScheme.Signature rule = known.signature();
        SignatureAlgorithm other = rule.algorithm() == SignatureAlgorithm.HMAC_SHA256
                ? SignatureAlgorithm.HMAC_SHA1
                : SignatureAlgorithm.HMAC_SHA256;
        return new SignatureScheme(
                known.name(),
                new SignatureScheme.Signature(rule.at(), rule.form(), other, rule.encoding(), rule.key()),
                known.signed(),
                known.time(),
                known.identity(),
                known.certificate());
    }

    /** With what a step is signed. */
    static Signing.Proof proof(WebhookScheme scheme, Step.Proof proof, Signing.Proof genuine)
            throws CannotPlayException {
        return switch (proof) {
            case GENUINE, NONE, OTHER_ALGORITHM -> genuine;
            case OTHER_SECRET -> Signing.Proof.ofSecret(random(scheme));
            case EMPTY_SECRET -> Signing.Proof.ofSecret(empty(scheme));
        };
    }

    private static byte[] random(WebhookScheme scheme) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        String text = scheme instanceof SignatureScheme signature
                ? switch (signature.signature().key()) {
                    case UTF8, HEX -> HexFormat.of().formatHex(random);
                    case BASE64 -> Base64.getEncoder().encodeToString(random);
                    case WHSEC -> "whsec_" + Base64.getEncoder().encodeToString(random);
                }
                : "weir:" + HexFormat.of().formatHex(random);
        return text.getBytes(US_ASCII);
    }

    /** A key of one zero: HMAC fills keys up with zeros (RFC 2104), so it is the empty one, which the JDK refuses. */
    private static byte[] empty(WebhookScheme scheme) throws CannotPlayException {
        if (!(scheme instanceof SignatureScheme known)
                || !known.signature().algorithm().isHmac()) {
            throw new CannotPlayException("only for schemes of HMAC");
        }
        return switch (known.signature().key()) {
            case UTF8 -> new byte[1];
            case HEX -> "00".getBytes(US_ASCII);
            case BASE64, WHSEC -> "AA==".getBytes(US_ASCII);
        };
    }
}
