package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.CertificateRule;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
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
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a signed webhook is genuine, by the scheme that its source configures. The body is the bytes that came,
 * never parsed and printed again. Thread-safe.
 */
public final class SignatureVerifier {
    /** The keys of a source, made of these very secrets. */
    private record Prepared(List<byte[]> secrets, SignatureScheme scheme, List<RequestKey> keys) {}

    /**
     * What was proven, and by what.
     *
     * @param secret position of the secret, from 1
     */
    private record Match(int secret, SignedInput input) {}

    private final Secrets secrets;
    private final CertificateKeys certificates;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    public SignatureVerifier(Secrets secrets, CertificateKeys certificates) {
        this.secrets = secrets;
        this.certificates = certificates;
    }

    /** A verifier of schemes whose keys are configured. */
    public SignatureVerifier(Secrets secrets) {
        this(secrets, CertificateKeys.NONE);
    }

    /**
     * Verifies a request whose source has a scheme of signatures. Its age is judged at {@link ReceivedRequest#receivedAt()}.
     */
    public Verification verify(ReceivedRequest request, Source source) {
        SignatureScheme scheme = (SignatureScheme) source.scheme();
        try {
            SignatureHeader signature = SignatureHeader.read(scheme, request);
            checkAge(scheme, signature, request.receivedAt());
            List<SignedInput> inputs = SignedInput.allOf(scheme, signature.time(), request);
            SecretReference reference = source.secret();
            if (reference == null) {
                return verdict(request, source, signature, match(configured(source, scheme), inputs, signature));
            }
            PublicKey certified;
            try {
                certified = certified(scheme, request, source);
            } catch (IOException e) {
                return new Verification.Undecided(Reason.CERTIFICATE, e);
            }
            checkNotSignedForAnyone(source, inputs);
            SecretSet tried = secrets.get(reference, false);
            Match match = match(keys(source, scheme, tried, certified), inputs, signature);
            if (match == null) {
                tried = secrets.get(reference, true);
                match = match(keys(source, scheme, tried, certified), inputs, signature);
            }
            return match == null
                    ? MissedSecret.verdict(request.receivedAt(), tried)
                    : verdict(request, source, signature, match);
        } catch (RejectionException e) {
            return e.toVerification();
        } catch (IOException e) {
            return new Verification.Undecided(Reason.SECRET, e);
        }
    }

    /** The door signs such bytes for whoever asks for a handshake. */
    private static void checkNotSignedForAnyone(Source source, List<SignedInput> inputs) throws RejectionException {
        Handshake handshake = source.handshake();
        if (handshake == null || !handshake.isSigned()) {
            return;
        }
        for (SignedInput input : inputs) {
            if (HandshakeRule.isSignedForAnyone(input.first(HandshakeRule.MAX_SIGNED + 1))) {
                throw new RejectionException(
                        Reason.SIGNATURE, "what is signed has the form of a handshake, which is signed for anyone");
            }
        }
    }

    private static Verification verdict(
            ReceivedRequest request, Source source, SignatureHeader signature, @Nullable Match match) {
        return match == null
                ? new Verification.Rejected(Reason.SIGNATURE, "no signature matches the public key")
                : new ProvenRequest(request, source, signature.sentAt(), match.input()).genuine(match.secret());
    }

    /**
     * The first secret that matches, or null if none does. All secrets and all signatures are tried, so that the time taken
     * does not tell which one came near.
     */
    private static @Nullable Match match(List<RequestKey> keys, List<SignedInput> inputs, SignatureHeader signature) {
        Match match = null;
        for (int i = keys.size(); i > 0; i--) {
            for (SignedInput input : inputs) {
                match = keys.get(i - 1).matches(input, signature) ? new Match(i, input) : match;
            }
        }
        return match;
    }

    /** The key that the configuration itself holds; it never changes while a process runs. */
    @SuppressWarnings("ReferenceEquality") // the same scheme, not only an equal one
    private List<RequestKey> configured(Source source, SignatureScheme scheme) {
        Prepared known = prepared.get(source.name());
        if (known != null && known.scheme == scheme) {
            return known.keys;
        }
        String text = Objects.requireNonNull(source.publicKey());
        List<RequestKey> keys = List.of(new VerifyingKey(
                scheme.signature().algorithm(),
                PublicKeys.parse(text, scheme.signature().algorithm())));
        prepared.put(source.name(), new Prepared(List.of(), scheme, keys));
        return keys;
    }

    private @Nullable PublicKey certified(SignatureScheme scheme, ReceivedRequest request, Source source)
            throws RejectionException, IOException {
        CertificateRule rule = scheme.certificate();
        if (rule == null) {
            return null;
        }
        String url = RequestField.read(rule.url(), request);
        if (url == null) {
            throw new RejectionException(Reason.CERTIFICATE_URL, "the request does not say where its certificate lies");
        }
        PublicKey key = certificates.keyOf(url, rule, source.name(), request.receivedAt());
        try {
            PublicKeys.check(key, scheme.signature().algorithm());
        } catch (IllegalArgumentException e) {
            throw new RejectionException(Reason.CERTIFICATE, String.valueOf(e.getMessage()));
        }
        return key;
    }

    @SuppressWarnings("ReferenceEquality") // the same list, not only an equal one: nothing is compared byte by byte
    private List<RequestKey> keys(Source source, SignatureScheme scheme, SecretSet set, @Nullable PublicKey certified)
            throws IOException {
        List<byte[]> current = set.secrets();
        Prepared known = prepared.get(source.name());
        if (certified == null && known != null && known.secrets == current && known.scheme == scheme) {
            return known.keys;
        }
        List<RequestKey> keys = new ArrayList<>();
        for (byte[] secret : current) {
            keys.add(key(scheme, secret, certified));
        }
        if (certified == null) {
            prepared.put(source.name(), new Prepared(current, scheme, keys));
        }
        return keys;
    }

    private static RequestKey key(SignatureScheme scheme, byte[] secret, @Nullable PublicKey certified)
            throws IOException {
        if (certified != null) {
            return new VerifyingKey(scheme.signature().algorithm(), certified, secret);
        }
        if (!scheme.signature().algorithm().isAsymmetric()) {
            return SigningKey.of(secret, scheme);
        }
        try {
            return new VerifyingKey(
                    scheme.signature().algorithm(),
                    PublicKeys.parse(
                            new String(secret, StandardCharsets.UTF_8),
                            scheme.signature().algorithm()));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void checkAge(SignatureScheme scheme, SignatureHeader signature, Instant receivedAt)
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
