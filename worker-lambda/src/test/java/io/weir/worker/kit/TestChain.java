package io.weir.worker.kit;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, an intermediate and a leaf, each signed by the one before. */
public record TestChain(
        KeyPair ca, KeyPair own, X509Certificate root, X509Certificate intermediate, X509Certificate leaf) {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final String ROOT = "CN=Root";
    private static final String INTERMEDIATE = "CN=Intermediate";

    /** A chain with keys of its own, for a leaf of this subject. */
    public static TestChain of(String subject) {
        KeyPair ca = keys();
        KeyPair own = keys();
        return new TestChain(
                ca,
                own,
                certificate(ROOT, ca, ROOT, ca, true, TestCertificate.UNTIL),
                certificate(ROOT, ca, INTERMEDIATE, ca, true, TestCertificate.UNTIL),
                certificate(INTERMEDIATE, ca, subject, own, false, TestCertificate.UNTIL));
    }

    /** What the sender's host answers. */
    public byte[] pem() {
        return pem(leaf, intermediate);
    }

    /** A chain to the same root whose leaf has another subject. */
    public byte[] with(String subject) {
        return pem(certificate(INTERMEDIATE, ca, subject, own, false, TestCertificate.UNTIL), intermediate);
    }

    /** A chain to the same root whose intermediate ends earlier. */
    public byte[] withIntermediateUntil(Instant until) {
        return pem(leaf, certificate(ROOT, ca, INTERMEDIATE, ca, true, until));
    }

    /** A certificate that the leaf signed, which is no authority. */
    public byte[] abused() {
        String name = leaf.getSubjectX500Principal().getName();
        return pem(certificate(name, own, name, keys(), false, TestCertificate.UNTIL), leaf, intermediate);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            String issuer, KeyPair by, String subject, KeyPair of, boolean authority, Instant until) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    new X500Name(issuer),
                                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                                    Date.from(TestCertificate.FROM),
                                    Date.from(until),
                                    new X500Name(subject),
                                    of.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(by.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] pem(X509Certificate... certificates) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (X509Certificate certificate : certificates) {
                writer.writeObject(certificate);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
