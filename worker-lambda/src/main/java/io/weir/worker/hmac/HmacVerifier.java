package io.weir.worker.hmac;

import io.weir.action.Event;
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

/**
 * Tells whether a signed webhook is genuine, by the scheme that its source configures. The body is the bytes that came,
 * never parsed and printed again. Thread-safe.
 */
public final class HmacVerifier {
    /** The keys of a source, made of these very secrets. */
    private record Prepared(List<byte[]> secrets, HmacScheme scheme, List<SigningKey> keys) {}

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
            int secret = match(keys(source, scheme, tried), inputs, signature);
            if (secret == 0) {
                tried = secrets.get(reference, true);
                secret = match(keys(source, scheme, tried), inputs, signature);
            }
            return secret > 0
                    ? new Verification.Genuine(event(request, source, scheme, signature), secret)
                    : mismatch(request.receivedAt(), tried);
        } catch (RejectionException e) {
            return e.toVerification();
        } catch (IOException e) {
            return new Verification.Undecided(Reason.SECRET, e);
        }
    }

    /**
     * The position of the first secret that matches, from 1; 0 if none does. All secrets and all signatures are tried, so
     * that the time taken does not tell which one came near.
     */
    private static int match(List<SigningKey> keys, List<HmacInput> inputs, SignatureHeader signature) {
        int match = 0;
        for (int i = keys.size(); i > 0; i--) {
            for (HmacInput input : inputs) {
                match = signature.matches(keys.get(i - 1).sign(input)) ? i : match;
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

    private static Event event(ReceivedRequest request, Source source, HmacScheme scheme, SignatureHeader signature) {
        String id = RequestField.read(scheme.id(), request);
        String type = RequestField.read(scheme.type(), request);
        String contentType = request.header("content-type");
        return Event.builder()
                .source(source.name())
                .id(id == null || id.isEmpty() ? signature.fallbackId(request) : id)
                .type(type == null ? "" : type)
                .receivedAt(request.receivedAt())
                .contentType(contentType == null ? "application/octet-stream" : contentType)
                .headers(request.headersWithout(scheme.signature().header()))
                .body(request.body())
                .build();
    }
}
