package io.weir.worker.hmac;

import io.weir.action.RetryLaterException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.SendTime;
import io.weir.envelope.source.Source;
import io.weir.worker.secret.SecretSet;
import io.weir.worker.secret.Secrets;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import io.weir.worker.verify.Verification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a signed webhook is genuine, by the scheme that its source configures. The body is the bytes that came,
 * never parsed and printed again. Thread-safe.
 */
public final class HmacVerifier {
    /** The keys of a source, made of these very secrets. */
    private record Prepared(List<byte[]> secrets, HmacScheme scheme, List<SigningKey> keys) {}

    /**
     * What was proven, and by what.
     *
     * @param secret position of the secret, from 1
     */
    private record Match(int secret, HmacInput input) {}

    private final Secrets secrets;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    public HmacVerifier(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Verifies a request whose source has an HMAC scheme. Its age is judged at {@link ReceivedRequest#receivedAt()}.
     */
    public Verification verify(ReceivedRequest request, Source source) {
        HmacScheme scheme = (HmacScheme) source.scheme();
        try {
            SignatureHeader signature = SignatureHeader.read(scheme, request);
            checkAge(scheme, signature, request.receivedAt());
            List<HmacInput> inputs = HmacInput.allOf(scheme, signature.time(), request);
            SecretReference reference = Objects.requireNonNull(source.secret());
            SecretSet tried = secrets.get(reference, false);
            Match match = match(keys(source, scheme, tried), inputs, signature);
            if (match == null) {
                tried = secrets.get(reference, true);
                match = match(keys(source, scheme, tried), inputs, signature);
            }
            return match == null
                    ? mismatch(request.receivedAt(), tried)
                    : new ProvenRequest(request, source, signature, match.input()).genuine(match.secret());
        } catch (RejectionException e) {
            return e.toVerification();
        } catch (IOException e) {
            return new Verification.Undecided(Reason.SECRET, e);
        }
    }

    /**
     * The first secret that matches, or null if none does. All secrets and all signatures are tried, so that the time taken
     * does not tell which one came near.
     */
    private static @Nullable Match match(List<SigningKey> keys, List<HmacInput> inputs, SignatureHeader signature) {
        Match match = null;
        for (int i = keys.size(); i > 0; i--) {
            for (HmacInput input : inputs) {
                match = signature.matches(keys.get(i - 1).sign(input)) ? new Match(i, input) : match;
            }
        }
        return match;
    }

    /**
     * A mismatch is a verdict only if every secret was tried that may have been in use when the request was received. One
     * that was rotated in meanwhile may not be among them, nor one that has been rotated away since.
     */
    private static Verification mismatch(Instant receivedAt, SecretSet tried) {
        if (tried.readAt().isBefore(receivedAt)) {
            return new Verification.Undecided(
                    Reason.SECRET,
                    new RetryLaterException(
                            "no secret matches, but they were read before the request came", Secrets.REFRESH_INTERVAL));
        }
        if (receivedAt.isBefore(tried.unchangedSince())) {
            return new Verification.Undecided(
                    Reason.SECRET,
                    new IOException("no secret matches, but they have changed since the request was received"));
        }
        return new Verification.Rejected(Reason.SIGNATURE, "no signature matches any secret");
    }

    @SuppressWarnings("ReferenceEquality") // the same list, not only an equal one: nothing is compared byte by byte
    private List<SigningKey> keys(Source source, HmacScheme scheme, SecretSet set) throws IOException {
        List<byte[]> current = set.secrets();
        Prepared known = prepared.get(source.name());
        if (known != null && known.secrets == current && known.scheme == scheme) {
            return known.keys;
        }
        List<SigningKey> keys = SigningKey.of(current, scheme);
        prepared.put(source.name(), new Prepared(current, scheme, keys));
        return keys;
    }

    private static void checkAge(HmacScheme scheme, SignatureHeader signature, Instant receivedAt)
            throws RejectionException {
        Instant sentAt = signature.sentAt();
        SendTime time = scheme.time();
        if (sentAt == null || time == null) {
            return;
        }
        Duration age = Duration.between(sentAt, receivedAt);
        if (age.abs().compareTo(time.maxAge()) > 0) {
            throw new RejectionException(
                    Reason.STALE,
                    (age.isNegative() ? "sent after" : "older than " + time.maxAge() + " when") + " received");
        }
    }
}
