package io.weir.worker.certificate;

import io.weir.envelope.scheme.CertificateRule;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.signature.CertificateKeys;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.fetch.Documents;
import io.weir.worker.fetch.Keeping;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.PublicKey;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Fetches the certificates to which requests point, from the hosts that the scheme names and no other. Trust comes from that host, a
 * chain to a root of the JDK, and the subject; each of them alone would prove little. Thread-safe.
 */
public final class FetchedCertificates implements CertificateKeys {
    private static final int MAX_URL = 512;
    private static final Keeping KEEPING = new Keeping(
            "certificate", Duration.ofHours(24), Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final Documents<CertificateChain> chains;
    private final Supplier<Set<TrustAnchor>> roots;

    /** Believes the roots of the JDK; they are read when the first certificate comes. */
    public FetchedCertificates(DocumentFetcher fetcher, Clock clock) {
        this(fetcher, clock, DefaultRoots::get);
    }

    /** @param roots that are believed in the place of the JDK's */
    public FetchedCertificates(DocumentFetcher fetcher, Clock clock, Supplier<Set<TrustAnchor>> roots) {
        this.chains = new Documents<>(fetcher, KEEPING, clock);
        this.roots = roots;
    }

    @Override
    public PublicKey keyOf(String url, CertificateRule rule, String source, Instant receivedAt)
            throws RejectionException, IOException {
        check(url, rule);
        try {
            CertificateChain chain = chains.get(new ChainAt(url), source).document();
            chain.check(receivedAt, rule, roots.get());
            return chain.leaf().getPublicKey();
        } catch (DocumentRejectedException e) {
            throw new RejectionException(Reason.CERTIFICATE, String.valueOf(e.getMessage()));
        }
    }

    /** The whole authority is compared: a user, a port or another spelling of the host are none of the sender's. */
    private static void check(String url, CertificateRule rule) throws RejectionException {
        try {
            if (url.length() <= MAX_URL) {
                URI uri = new URI(url);
                if ("https".equals(uri.getScheme())
                        && uri.getRawAuthority() != null
                        && rule.hosts().contains(uri.getRawAuthority())
                        && uri.getRawFragment() == null) {
                    return;
                }
            }
        } catch (URISyntaxException e) {
            // The rejection below.
        }
        throw new RejectionException(
                Reason.CERTIFICATE_URL, "the certificate's URL is not https on a host that the scheme names");
    }
}
