package io.weir.worker.sns;

import java.io.IOException;
import java.net.URI;

/** Fetches what lies behind a certificate's URL that has already been found to be of SNS. Thread-safe. */
public interface CertificateFetcher {
    /**
     * Fetches one certificate, with short time-outs and without following redirects.
     *
     * @return at most {@code CertificateStore.MAX_BYTES} bytes, not yet looked at
     * @throws CertificateRejectedException if the host answered, and what it answered is final (4xx but 429, a redirect,
     *     too large)
     * @throws IOException if the host cannot be asked now
     */
    byte[] fetch(URI url) throws IOException, CertificateRejectedException;
}
