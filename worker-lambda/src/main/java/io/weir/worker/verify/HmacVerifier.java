package io.weir.worker.verify;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells whether a signed webhook is genuine, by the scheme that its source configures. The body is the bytes that came,
 * never parsed and printed again. Thread-safe.
 */
public final class HmacVerifier implements Verifier {
    private final Secrets secrets;

    public HmacVerifier(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Verification verify(ReceivedRequest request, Source source) {
        HmacScheme scheme = (HmacScheme) source.scheme();
        try {
            SignatureHeader signature = SignatureHeader.read(scheme, request);
            checkAge(scheme, signature, request.receivedAt());
            HmacInput input = HmacInput.of(scheme, signature.time(), request);
            SecretReference reference = Objects.requireNonNull(source.secret());
            int secret = match(secrets.get(reference, false), input, signature);
            if (secret == 0) {
                secret = match(secrets.get(reference, true), input, signature);
            }
            if (secret > 0) {
                return new Verification.Genuine(event(request, source, scheme, signature), secret);
            }
            return new Verification.Rejected(Reason.SIGNATURE, "no signature matches any secret");
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
    private static int match(List<byte[]> candidates, HmacInput input, SignatureHeader signature) throws IOException {
        int match = 0;
        for (int i = candidates.size(); i > 0; i--) {
            match = signature.matches(input.sign(candidates.get(i - 1))) ? i : match;
        }
        return match;
    }

    private static void checkAge(HmacScheme scheme, SignatureHeader signature, Instant receivedAt)
            throws RejectionException {
        Instant sentAt = signature.sentAt();
        if (sentAt == null) {
            return;
        }
        Duration age = Duration.between(sentAt, receivedAt);
        if (age.abs().compareTo(scheme.maxAge()) > 0) {
            throw new RejectionException(
                    Reason.STALE,
                    (age.isNegative() ? "sent after" : "older than " + scheme.maxAge() + " when") + " received");
        }
    }

    private static Event event(ReceivedRequest request, Source source, HmacScheme scheme, SignatureHeader signature) {
        String id = RequestField.read(scheme.id(), request);
        String type = RequestField.read(scheme.type(), request);
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.remove(scheme.header());
        String contentType = request.header("content-type");
        return new Event(
                source.name(),
                id == null || id.isEmpty() ? signature.fallbackId(request) : id,
                type == null ? "" : type,
                request.receivedAt(),
                contentType == null ? "application/octet-stream" : contentType,
                headers,
                request.body(),
                null);
    }
}
