package io.weir.local.topic;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that vouch for themselves alone. */
public final class SelfSigned {
    private SelfSigned() {}

    /**
     * A certificate.
     *
     * @param subject a distinguished name, such as {@code CN=sns.amazonaws.com}; of the issuer, too
     * @param keys RSA or EC
     * @throws GeneralSecurityException if the keys cannot sign
     */
    public static X509Certificate certificate(String subject, KeyPair keys, Instant from, Instant until)
            throws GeneralSecurityException {
        X500Name name = new X500Name(subject);
        String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.valueOf(from.toEpochMilli()),
                                    Date.from(from),
                                    Date.from(until),
                                    name,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A certificate as SNS lays it down. */
    public static byte[] pem(X509Certificate certificate) {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string does no I/O
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
