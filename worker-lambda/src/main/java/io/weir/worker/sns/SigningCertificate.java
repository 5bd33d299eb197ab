package io.weir.worker.sns;

import io.weir.worker.fetch.DocumentRejectedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A certificate of SNS. Trust comes from where it was fetched (HTTPS, the SNS host of the topic's region) together with
 * its subject; a chain alone would prove little, since anyone can have a certificate of a public authority.
 *
 * @param key an RSA key of at least 1024 bit: certificates of before 2014 have no more
 */
record SigningCertificate(PublicKey key, Instant notBefore, Instant notAfter) {
    private static final int MIN_KEY_BITS = 1024;
    private static final Pattern ONE_PEM = Pattern.compile(
            "\\s{0,16}-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\r\\n]{1,16000}-----END CERTIFICATE-----\\s{0,16}");

    /**
     * Reads exactly one PEM and checks whose it is.
     *
     * @param subjects the names by which SNS signs in the region
     * @throws DocumentRejectedException if it is no certificate of SNS
     */
    static SigningCertificate parse(byte[] pem, Set<String> subjects) throws DocumentRejectedException {
        if (!ONE_PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1)).matches()) {
            throw new DocumentRejectedException("not exactly one PEM certificate");
        }
        X509Certificate certificate;
        List<Rdn> subject;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            subject = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
        } catch (CertificateException | InvalidNameException e) {
            throw new DocumentRejectedException("not an X.509 certificate");
        }
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                || key.getModulus().bitLength() < MIN_KEY_BITS) {
            throw new DocumentRejectedException("not an RSA key of at least " + MIN_KEY_BITS + " bit");
        }
        List<Object> names = subject.stream()
                .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                .map(Rdn::getValue)
                .toList();
        if (names.size() != 1 || !subjects.contains(names.getFirst())) {
            throw new DocumentRejectedException("the subject is not SNS");
        }
        return new SigningCertificate(
                key,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }
}
