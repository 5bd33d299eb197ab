package io.weir.ingest.secret;

import io.weir.config.ConfigurationException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.CachedSecrets;
import io.weir.verify.secret.MissedSecret;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.HandshakeSigner;
import io.weir.verify.signature.PublicKeys;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.verify.token.TokenVerifier;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the door proves by itself, for the sources that say so and no other: no other secret is ever asked for. Thread-safe.
 */
public final class Proofs {
    /** What is known of a request at the door. */
    public enum Verdict {
        GENUINE,
        /** The worker decides: the secret cannot be had now. */
        UNDECIDED,
        REJECTED
    }

    /**
     * A verdict and, where it is {@link Verdict#REJECTED}, why.
     *
     * @param reason of a fixed set, else null
     */
    public record Finding(Verdict verdict, @Nullable Reason reason) {
        private static final Finding GENUINE = new Finding(Verdict.GENUINE, null);
        private static final Finding UNDECIDED = new Finding(Verdict.UNDECIDED, null);
    }

    private final Secrets secrets;
    private final SignatureVerifier signatures;
    private final TokenVerifier tokens;

    /**
     * @param secrets asked for what a source of these says
     * @throws ConfigurationException naming the source if its public key is none
     */
    public Proofs(Sources sources, Secrets secrets, Clock clock) {
        this.secrets = new CachedSecrets(secrets, clock);
        this.signatures = new SignatureVerifier(this.secrets);
        this.tokens = new TokenVerifier(this.secrets);
        PublicKeys.checkConfigured(sources);
    }

    /**
     * Verifies a request of a source that is verified at the door. The secret may be as old as {@link Secrets#REFRESH_INTERVAL}: a
     * request that was signed with a newer one is rejected, and its sender, who was told so, tries again.
     */
    public Finding verify(ReceivedRequest request, Source source) {
        Verification verification = switch (source.scheme()) {
            case SignatureScheme scheme -> signatures.verify(request, source);
            case TokenScheme scheme -> tokens.verify(request, source);
            default -> throw new IllegalStateException("not verified at the door: " + source.name());
        };
        return switch (verification) {
            case Verification.Rejected(var reason, var detail) -> new Finding(Verdict.REJECTED, reason);
            case Verification.Undecided undecided ->
                MissedSecret.isMiss(undecided) ? new Finding(Verdict.REJECTED, Reason.SIGNATURE) : Finding.UNDECIDED;
            default -> Finding.GENUINE;
        };
    }

    /**
     * What a rule signs for a stranger.
     *
     * @param text one that the rule admits
     * @throws IOException if the secret cannot be had
     */
    public String sign(HandshakeRule.Proof proof, Source source, String text) throws IOException {
        SecretReference reference = Objects.requireNonNull(source.secret());
        return HandshakeSigner.sign(
                proof,
                (SignatureScheme) source.scheme(),
                secrets.get(reference, false).current(),
                text);
    }
}
