package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.verify.RejectionException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier reads of one request and computes from it, for someone who asks why a signature does not match. No verdict:
 * age and rotation are not judged. Holds what was received as a signature and makes what was expected, both of which are
 * credentials: whoever shows them shortens them. Immutable.
 */
public final class Examination {
    private final SignatureScheme scheme;
    private final SignatureHeader header;
    private final List<SignedInput> inputs;

    private Examination(SignatureScheme scheme, SignatureHeader header, List<SignedInput> inputs) {
        this.scheme = scheme;
        this.header = header;
        this.inputs = inputs;
    }

    /**
     * Reads the headers that a scheme names, as the verifier does.
     *
     * @throws RejectionException as the verifier would reject it, before any secret is asked for
     */
    public static Examination of(SignatureScheme scheme, ReceivedRequest request) throws RejectionException {
        SignatureHeader header = SignatureHeader.read(scheme, request);
        return new Examination(scheme, header, SignedInput.allOf(scheme, header.time(), request));
    }

    /** The time of sending as it was written, or null if the scheme has none. */
    public @Nullable String time() {
        return header.time();
    }

    /** The time of sending, or null if the scheme has none. */
    public @Nullable Instant sentAt() {
        return header.sentAt();
    }

    /** The signatures that came, in the scheme's encoding. */
    public List<String> received() {
        List<String> received = new ArrayList<>();
        for (byte[] signature : header.signatures()) {
            received.add(SignatureEncoding.encode(signature, scheme.signature().encoding()));
        }
        return received;
    }

    /** What is signed, in order; null stands where the secret itself is a part. */
    public List<byte @Nullable []> signed() {
        return inputs.getFirst().shown();
    }

    /**
     * The signature that a secret makes, in the scheme's encoding.
     *
     * @throws IOException if the secret is no key of the scheme's form
     */
    public String expected(byte[] secret) throws IOException {
        return SignatureEncoding.encode(
                SigningKey.of(secret, scheme).sign(inputs.getFirst()),
                scheme.signature().encoding());
    }

    /**
     * Whether a secret makes one of the signatures that came.
     *
     * @throws IOException if the secret is no key of the scheme's form
     */
    public boolean isBy(byte[] secret) throws IOException {
        SigningKey key = SigningKey.of(secret, scheme);
        boolean isBy = false;
        for (SignedInput input : inputs) {
            isBy |= key.matches(input, header);
        }
        return isBy;
    }

    /** Leaves the signatures out. */
    @Override
    public String toString() {
        return "Examination[" + header + "]";
    }
}
