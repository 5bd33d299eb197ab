package io.weir.worker.certificate;

import io.weir.envelope.scheme.CertificateRule;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and those that lead from it to a root. Two are equal if their certificates are. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-6">RFC 5280, section 6</a>
 */
final class CertificateChain {
    private static final int MAX_CERTIFICATES = 8;
    private static final Pattern PEMS = Pattern.compile(
            "(\\s{0,16}-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\r\\n]{1,16000}-----END CERTIFICATE-----\\s{0,16}){1,"
                    + MAX_CERTIFICATES + "}");

    /** When a path was found to lead to these roots, which every time within proves anew. */
    private record Proven(Set<TrustAnchor> roots, Instant from, Instant until) {}

    private final List<X509Certificate> certificates;
    private volatile @Nullable Proven proven;

    private CertificateChain(List<X509Certificate> certificates) {
        this.certificates = certificates;
    }

    /**
     * Reads one to eight PEM and nothing beside them, the sender's first.
     *
     * @throws DocumentRejectedException if it is anything else
     */
    static CertificateChain parse(byte[] pem) throws DocumentRejectedException {
        if (!PEMS.matcher(new String(pem, StandardCharsets.ISO_8859_1)).matches()) {
            throw new DocumentRejectedException("not 1 to " + MAX_CERTIFICATES + " PEM certificates");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw new DocumentRejectedException("not an X.509 certificate");
        }
        if (certificates.isEmpty()) {
            throw new DocumentRejectedException("not an X.509 certificate");
        }
        return new CertificateChain(List.copyOf(certificates));
    }

    /** The sender's. */
    X509Certificate leaf() {
        return certificates.getFirst();
    }

    /**
     * Whether it was the sender's at a time.
     *
     * @throws DocumentRejectedException if it was not
     */
    void check(Instant at, CertificateRule rule, Set<TrustAnchor> roots) throws DocumentRejectedException {
        checkLeaf(at, rule);
        Proven known = proven;
        if (known == null || !known.roots.equals(roots) || at.isBefore(known.from) || at.isAfter(known.until)) {
            proven = prove(at, roots);
        }
    }

    private void checkLeaf(Instant at, CertificateRule rule) throws DocumentRejectedException {
        X509Certificate leaf = leaf();
        if (at.isBefore(leaf.getNotBefore().toInstant())
                || at.isAfter(leaf.getNotAfter().toInstant())) {
            throw new DocumentRejectedException("the certificate was not valid at " + at);
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[0]) {
            throw new DocumentRejectedException("the certificate is not for signatures");
        }
        List<String> names = commonNames(leaf);
        if (names.size() != 1 || !rule.admits(names.getFirst())) {
            throw new DocumentRejectedException("the subject is not the sender's");
        }
    }

    private static List<String> commonNames(X509Certificate certificate) throws DocumentRejectedException {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue() instanceof String text ? text : "")
                            .toList();
        } catch (InvalidNameException e) {
            throw new DocumentRejectedException("the subject cannot be read");
        }
    }

    /** Revocation is not looked at: it would make each verdict wait for the authority's host. */
    private Proven prove(Instant at, Set<TrustAnchor> roots) throws DocumentRejectedException {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates)));
            PKIXCertPathBuilderResult found = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            Instant from = leaf().getNotBefore().toInstant();
            Instant until = leaf().getNotAfter().toInstant();
            for (Certificate certificate : found.getCertPath().getCertificates()) {
                Instant begin = ((X509Certificate) certificate).getNotBefore().toInstant();
                Instant end = ((X509Certificate) certificate).getNotAfter().toInstant();
                from = begin.isAfter(from) ? begin : from;
                until = end.isBefore(until) ? end : until;
            }
            return new Proven(roots, from, until);
        } catch (GeneralSecurityException e) {
            throw new DocumentRejectedException("the certificates do not lead to a root that is trusted");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificateChain chain && certificates.equals(chain.certificates);
    }

    @Override
    public int hashCode() {
        return certificates.hashCode();
    }
}
