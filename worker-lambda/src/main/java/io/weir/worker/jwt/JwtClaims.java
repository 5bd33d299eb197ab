package io.weir.worker.jwt;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scheme demands that a token says. */
final class JwtClaims {
    /** How far the sender's clock may be off where a token begins or ends to be good. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    /** The end of the year 9999, in seconds since 1970. */
    private static final BigDecimal LAST = new BigDecimal("253402300799");

    private static final List<String> TEXTS = List.of("iss", "sub", "jti");
    private static final int NANO_DIGITS = 9;

    private final Map<String, @Nullable Object> claims;
    private final JwtScheme scheme;

    private JwtClaims(Map<String, @Nullable Object> claims, JwtScheme scheme) {
        this.claims = claims;
        this.scheme = scheme;
    }

    /**
     * Checks what a token says, judged when the request was received. It is not proven by that.
     *
     * @return when it was made, if the scheme limits its age; else null
     * @throws RejectionException {@code malformed}, {@code stale}, or {@code signature} if it is for someone or something else
     */
    static @Nullable Instant check(Jwt token, JwtScheme scheme, ReceivedRequest request) throws RejectionException {
        JwtClaims claims = new JwtClaims(token.claims(), scheme);
        claims.checkForms();
        claims.checkTimes(request.receivedAt());
        Instant issuedAt = claims.checkAge(request.receivedAt());
        claims.checkParties();
        claims.checkBody(request.body());
        return issuedAt;
    }

    /** Whether what RFC 7519 says to be a text is one, also where nobody looks at it. */
    private void checkForms() throws RejectionException {
        for (String claim : TEXTS) {
            if (claims.get(claim) != null && !(claims.get(claim) instanceof String)) {
                throw RejectionException.malformed("the token's " + claim + " is no text");
            }
        }
    }

    /** As strict at either end as the library is: at the second of the leeway's end a token is no longer good. */
    private void checkTimes(Instant receivedAt) throws RejectionException {
        Instant end = time("exp");
        Instant begin = time("nbf");
        if (end == null && scheme.maxAge() == null) {
            throw RejectionException.malformed("the token has no exp, so it would be good for ever");
        }
        if (end != null && !receivedAt.isBefore(end.plus(LEEWAY))) {
            throw new RejectionException(Reason.STALE, "the token had expired when received");
        }
        if (begin != null && !receivedAt.isAfter(begin.minus(LEEWAY))) {
            throw new RejectionException(Reason.STALE, "the token was not yet good when received");
        }
    }

    private @Nullable Instant checkAge(Instant receivedAt) throws RejectionException {
        Instant issuedAt = time("iat");
        Duration maxAge = scheme.maxAge();
        if (maxAge == null) {
            return null;
        }
        if (issuedAt == null) {
            throw RejectionException.malformed("the token has no iat, and the scheme limits its age");
        }
        Duration age = Duration.between(issuedAt, receivedAt);
        if (age.abs().compareTo(maxAge) > 0) {
            throw new RejectionException(
                    Reason.STALE, (age.isNegative() ? "made after" : "older than " + maxAge + " when") + " received");
        }
        return issuedAt;
    }

    private void checkParties() throws RejectionException {
        if (!scheme.issuers().isEmpty()
                && !(claims.get("iss") instanceof String issuer
                        && scheme.issuers().contains(issuer))) {
            throw new RejectionException(Reason.SIGNATURE, "the token's iss is none of the scheme's");
        }
        if (scheme.audience() != null && !audience().contains(scheme.audience())) {
            throw new RejectionException(
                    Reason.SIGNATURE, "the token's aud is not the source's: it is for someone else");
        }
        for (Map.Entry<String, String> claim : scheme.claims().entrySet()) {
            Object value = claims.get(claim.getKey());
            if (!(value instanceof String || value instanceof Boolean)
                    || !value.toString().equals(claim.getValue())) {
                throw new RejectionException(
                        Reason.SIGNATURE, "the token's " + claim.getKey() + " is not what the source demands");
            }
        }
    }

    private List<?> audience() throws RejectionException {
        Object audience = claims.get("aud");
        if (audience instanceof String one) {
            return List.of(one);
        }
        if (audience instanceof List<?> several && several.stream().allMatch(String.class::isInstance)) {
            return several;
        }
        throw RejectionException.malformed("the token's aud is neither a text nor an array of them");
    }

    private void checkBody(byte[] body) throws RejectionException {
        if (scheme.bodyHash() == null) {
            return;
        }
        String said = claims.get(scheme.bodyHash()) instanceof String hash ? hash.toLowerCase(Locale.ROOT) : "";
        if (!MessageDigest.isEqual(
                said.getBytes(StandardCharsets.UTF_8), Sha256.hex(body).getBytes(StandardCharsets.US_ASCII))) {
            throw new RejectionException(
                    Reason.SIGNATURE, "the token's " + scheme.bodyHash() + " is not the SHA-256 of the body");
        }
    }

    /** A time (RFC 7519), possibly with a fraction, or null if the token has none. */
    private @Nullable Instant time(String claim) throws RejectionException {
        if (!claims.containsKey(claim)) {
            return null;
        }
        if (claims.get(claim) instanceof BigDecimal seconds
                && seconds.signum() >= 0
                && seconds.compareTo(LAST) <= 0
                && seconds.scale() <= NANO_DIGITS) {
            return Instant.ofEpochSecond(
                    seconds.longValue(),
                    seconds.remainder(BigDecimal.ONE)
                            .movePointRight(NANO_DIGITS)
                            .longValue());
        }
        throw RejectionException.malformed("the token's " + claim + " is no time between 1970 and the year 9999");
    }
}
