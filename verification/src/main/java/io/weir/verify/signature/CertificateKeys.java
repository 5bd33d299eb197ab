package io.weir.verify.signature;

import io.weir.envelope.scheme.CertificateRule;
import io.weir.verify.RejectionException;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;

/** Finds the key of the certificate to which a request points. Thread-safe. */
@FunctionalInterface
public interface CertificateKeys {
    /** Has none: no scheme with a certificate can be decided. */
    CertificateKeys NONE = (url, rule, source, receivedAt) -> {
        throw new IOException("certificates are not fetched here");
    };

    /**
     * The key of a certificate that is the sender's and was valid when the request was received.
     *
     * @param url where the request says that it lies: a stranger's text
     * @param rule which hosts are asked
     * @param source whose request it is
     * @throws RejectionException {@code certificate-url} or {@code certificate} if it is none of the sender's
     * @throws IOException if it cannot be had now
     */
    PublicKey keyOf(String url, CertificateRule rule, String source, Instant receivedAt)
            throws RejectionException, IOException;
}
