package io.weir.worker.sns;

import java.io.IOException;
import java.net.URI;

/** Fetches what lies behind a certificate's URL that has already been found to be of SNS. Thread-safe. */
public interface CertificateFetcher {
    /** A certificate of SNS has 2 KB. */
    int MAX_BYTES = 16 * 1024;

    /** Where certificates of this machine's topics lie, which no topic of AWS may name. The name resolves nowhere. */
    String LOCAL_HOST = "sns.local.invalid";

    /**
     * Fetches one certificate, with short time-outs and without following redirects.
     *
     * @return at most {@link #MAX_BYTES}, not yet looked at
     * @throws CertificateRejectedException if the host answered, and what it answered is final: too large, a redirect, or
     *     another status that does not pass
     * @throws IOException if the host cannot be asked now
     */
    byte[] fetch(URI url) throws IOException, CertificateRejectedException;
}
