package io.weir.worker.jwt;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.source.Source;
import io.weir.json.JsonException;
import io.weir.verify.ProvenBytes;
import io.weir.verify.ProvenRequest;
import io.weir.verify.Reason;
import io.weir.verify.RefusedException;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.verify.secret.MissedSecret;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.fetch.Documents;
import io.weir.worker.fetch.Held;
import io.weir.worker.fetch.Keeping;
import io.weir.worker.jwt.Jwks.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request carries a JSON Web Token (RFC 7519) that its sender signed for us. What needs no key comes first. The
 * library checks the signature; everything else is decided here, as RFC 8725 advises. Thread-safe.
 */
public final class JwtVerifier {
    /** How long a key set counts as fresh where a token names a key that is not in it. */
    static final Duration REFRESHED = Duration.ofSeconds(30);

    private static final Keeping KEEPING =
            new Keeping("key set", Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofSeconds(5), REFRESHED);

    /** The key sets of a source, made of these very secrets. */
    private record Prepared(List<byte[]> secrets, List<Jwks> sets) {}

    private final Documents<Jwks> documents;
    private final Secrets secrets;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    /**
     * @param fetcher where key sets at a URL come from
     * @param secrets where the others are kept
     */
    public JwtVerifier(DocumentFetcher fetcher, Secrets secrets, Clock clock) {
        this.documents = new Documents<>(fetcher, KEEPING, clock);
        this.secrets = secrets;
    }

    /** Verifies a request whose source has a {@link JwtScheme}. Its times are judged at {@link ReceivedRequest#receivedAt()}. */
    public Verification verify(ReceivedRequest request, Source source) {
        JwtScheme scheme = (JwtScheme) source.scheme();
        try {
            Jwt token = Jwt.read(scheme, request);
            Instant issuedAt = JwtClaims.check(token, scheme, request);
            URI url = scheme.jwks();
            return url == null
                    ? bySecret(token, request, source, issuedAt)
                    : byUrl(url, token, request, source, issuedAt);
        } catch (RejectionException e) {
            return e.toVerification();
        } catch (DocumentRejectedException e) {
            return new Verification.Undecided(
                    Reason.SECRET, new IOException("the key set cannot be had: " + e.getMessage(), e));
        } catch (IOException e) {
            return new Verification.Undecided(Reason.SECRET, e);
        }
    }

    /**
     * Whether a secret holds a key set.
     *
     * @throws RefusedException saying what was expected; does not repeat the secret
     */
    public static void checkKeys(byte[] secret) throws RefusedException {
        read(secret);
    }

    /** A token that names an unknown key is believed forged only if the keys are those of when it came. */
    private Verification byUrl(URI url, Jwt token, ReceivedRequest request, Source source, @Nullable Instant issuedAt)
            throws IOException, DocumentRejectedException {
        JwksAt at = new JwksAt(url.toString());
        Held<Jwks> held = documents.get(at, source.name());
        Answer answer = held.document().ask(token);
        if (answer == Answer.UNKNOWN) {
            held = documents.refresh(at, source.name());
            answer = held.document().ask(token);
        }
        return switch (answer) {
            case PROVEN -> genuine(request, source, issuedAt, 0);
            case FORGED -> new Verification.Rejected(Reason.SIGNATURE, "the key that the token names did not sign it");
            case UNKNOWN ->
                MissedSecret.verdict(request.receivedAt(), "key", held.fetchedAt(), held.unchangedSince(), REFRESHED);
        };
    }

    private Verification bySecret(Jwt token, ReceivedRequest request, Source source, @Nullable Instant issuedAt)
            throws IOException {
        SecretSet tried = secrets.get(Objects.requireNonNull(source.secret()), false);
        int match = match(sets(source, tried), token);
        if (match == 0) {
            tried = secrets.get(Objects.requireNonNull(source.secret()), true);
            match = match(sets(source, tried), token);
        }
        return match == 0
                ? MissedSecret.verdict(request.receivedAt(), tried)
                : genuine(request, source, issuedAt, match);
    }

    private static Verification genuine(
            ReceivedRequest request, Source source, @Nullable Instant issuedAt, int secret) {
        return new ProvenRequest(request, source, issuedAt, ProvenBytes.ofBody(request.body())).genuine(secret);
    }

    /** Position of the secret that holds the key, from 1; 0 if none does. The keys are public: it may tell which by its time. */
    private static int match(List<Jwks> sets, Jwt token) {
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i).ask(token) == Answer.PROVEN) {
                return i + 1;
            }
        }
        return 0;
    }

    @SuppressWarnings("ReferenceEquality") // the same list, not only an equal one
    private List<Jwks> sets(Source source, SecretSet set) throws IOException {
        Prepared known = prepared.get(source.name());
        if (known != null && known.secrets == set.secrets()) {
            return known.sets;
        }
        List<Jwks> sets = new ArrayList<>();
        for (byte[] secret : set.secrets()) {
            sets.add(read(secret));
        }
        prepared.put(source.name(), new Prepared(set.secrets(), sets));
        return sets;
    }

    private static Jwks read(byte[] secret) throws RefusedException {
        try {
            return Jwks.parse(secret);
        } catch (JsonException e) {
            throw new RefusedException("the secret holds no keys: " + e.getMessage());
        }
    }
}
