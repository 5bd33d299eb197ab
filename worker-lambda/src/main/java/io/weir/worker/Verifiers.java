package io.weir.worker;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.handshake.HandshakeRequest;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.verify.token.TokenVerifier;
import io.weir.worker.jwt.JwtVerifier;
import io.weir.worker.record.Opened;
import io.weir.worker.sns.SnsVerifier;
import java.nio.charset.StandardCharsets;

/** Picks the verifier of a source's scheme. Thread-safe. */
final class Verifiers {
    private final SnsVerifier sns;
    private final SignatureVerifier signatures;
    private final TokenVerifier tokens;
    private final JwtVerifier jwts;
    private final Replays replays;

    Verifiers(SnsVerifier sns, SignatureVerifier signatures, TokenVerifier tokens, JwtVerifier jwts, Replays replays) {
        this.sns = sns;
        this.signatures = signatures;
        this.tokens = tokens;
        this.jwts = jwts;
        this.replays = replays;
    }

    /** Verifies what an operator has sent again, by its voucher alone. */
    Replays.Verdict verify(Opened.Replay replay) {
        return replays.verify(replay);
    }

    Verification verify(ReceivedRequest request, Source source) {
        if (HandshakeRequest.wasKept(request, source)) {
            return new Verification.Rejected(Reason.HANDSHAKE, "no event: a handshake, kept for what it tells");
        }
        return switch (source.scheme()) {
            case SnsScheme scheme -> sns.verify(request, source);
            case SignatureScheme scheme -> signatures.verify(request, source);
            case TokenScheme scheme -> tokens.verify(request, source);
            case JwtScheme scheme -> jwts.verify(request, source);
        };
    }

    /**
     * Verifies a message that SNS itself put on the queue, for a source that lists its topic.
     *
     * @param bare whether it has no message attributes, as one that SNS put in its envelope
     */
    Verification verifyQueued(String body, boolean bare, Source source) {
        return sns.verifyAtOwnTime(body.getBytes(StandardCharsets.UTF_8), bare, source);
    }
}
