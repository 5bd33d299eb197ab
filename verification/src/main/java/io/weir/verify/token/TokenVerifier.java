package io.weir.verify.token;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.ProvenBytes;
import io.weir.verify.ProvenRequest;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.RequestField;
import io.weir.verify.Verification;
import io.weir.verify.secret.MissedSecret;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whether a request shows the token of its source. Tokens are compared as SHA-256, in constant time, and kept in memory as
 * nothing else. Thread-safe.
 */
public final class TokenVerifier {
    /** What a stranger writes is not hashed beyond it. */
    private static final int MAX_LENGTH = 8 * 1024;

    /** The tokens of a source, made of these very secrets. */
    private record Prepared(List<byte[]> secrets, List<byte[]> hashes) {}

    private final Secrets secrets;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    public TokenVerifier(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Verifies a request whose source has a {@link TokenScheme}. */
    public Verification verify(ReceivedRequest request, Source source) {
        TokenScheme scheme = (TokenScheme) source.scheme();
        try {
            List<byte[]> shown = shown(scheme, request);
            SecretReference reference = Objects.requireNonNull(source.secret());
            SecretSet tried = secrets.get(reference, false);
            int match = match(hashes(source, scheme, tried), shown);
            if (match == 0) {
                tried = secrets.get(reference, true);
                match = match(hashes(source, scheme, tried), shown);
            }
            return match == 0
                    ? MissedSecret.verdict(request.receivedAt(), tried)
                    : new ProvenRequest(request, source, null, ProvenBytes.ofBody(request.body())).genuine(match);
        } catch (RejectionException e) {
            return e.toVerification();
        } catch (IOException e) {
            return new Verification.Undecided(Reason.SECRET, e);
        }
    }

    /**
     * Refuses a token that can be guessed, before it is used.
     *
     * @throws IOException naming the source, and how many characters are needed; never the token
     */
    public static void checkLength(String source, byte[] secret) throws IOException {
        int length = new String(secret, StandardCharsets.UTF_8).length();
        if (length < TokenScheme.MIN_LENGTH) {
            throw new ShortTokenException("the token of source " + source + " has " + length
                    + " characters, expected at least " + TokenScheme.MIN_LENGTH + ": a shorter one can be guessed");
        }
    }

    /** SHA-256 of each token that the request shows: of one, or of one for each element of an array. */
    private static List<byte[]> shown(TokenScheme scheme, ReceivedRequest request) throws RejectionException {
        List<byte[]> shown = new ArrayList<>();
        for (String text : texts(scheme.at(), request)) {
            if (text.length() > MAX_LENGTH) {
                throw RejectionException.malformed("the token is longer than " + MAX_LENGTH + " characters");
            }
            if (text.isEmpty() || !hasPrefix(text, scheme.prefix())) {
                throw new RejectionException(Reason.UNSIGNED, "no token");
            }
            shown.add(Sha256.of(text.substring(scheme.prefix().length()).getBytes(StandardCharsets.UTF_8)));
        }
        if (shown.isEmpty()) {
            throw new RejectionException(Reason.UNSIGNED, "no token");
        }
        return shown;
    }

    /** The names of HTTP's schemes of authentication are written in any case (RFC 9110). */
    private static boolean hasPrefix(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static List<String> texts(FieldLocation at, ReceivedRequest request) throws RejectionException {
        if (at instanceof FieldLocation.Body body) {
            return RequestField.readEach(body, request);
        }
        String text = RequestField.read(at, request);
        return text == null ? List.of() : List.of(text);
    }

    /** Position of the first token that all that was shown are, from 1; 0 if there is none. All are compared. */
    private static int match(List<byte[]> hashes, List<byte[]> shown) {
        int match = 0;
        for (int i = hashes.size(); i > 0; i--) {
            boolean all = true;
            for (byte[] hash : shown) {
                all &= MessageDigest.isEqual(hash, hashes.get(i - 1));
            }
            match = all ? i : match;
        }
        return match;
    }

    @SuppressWarnings("ReferenceEquality") // the same list, not only an equal one
    private List<byte[]> hashes(Source source, TokenScheme scheme, SecretSet set) throws IOException {
        Prepared known = prepared.get(source.name());
        if (known != null && known.secrets == set.secrets()) {
            return known.hashes;
        }
        List<byte[]> hashes = new ArrayList<>();
        for (byte[] secret : set.secrets()) {
            checkLength(source.name(), secret);
            hashes.add(Sha256.of(scheme.basic() ? Base64.getEncoder().encode(secret) : secret));
        }
        prepared.put(source.name(), new Prepared(set.secrets(), hashes));
        return hashes;
    }
}
