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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate of any subject, key and validity. */
public record TestCertificate(KeyPair keys, X509Certificate certificate) {
    public static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
    public static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    /** Making an RSA key takes a tenth of a second or more: one of each kind serves all tests. */
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    /** As SNS has it. */
    public static TestCertificate ofSns() {
        return of("CN=sns.amazonaws.com", "RSA", 2048, FROM, UNTIL);
    }

    /** The same, with another key. */
    public static TestCertificate ofStranger() {
        return of("CN=sns.amazonaws.com", FROM, UNTIL, keys("stranger", "RSA", 2048));
    }

    public static TestCertificate of(String subject, String algorithm, int bits, Instant from, Instant until) {
        return of(subject, from, until, keys("sns", algorithm, bits));
    }

    private static KeyPair keys(String owner, String algorithm, int bits) {
        return KEYS.computeIfAbsent(owner + algorithm + bits, ignored -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static TestCertificate of(String subject, Instant from, Instant until, KeyPair keys) {
        try {
            X500Name name = new X500Name(subject);
            String host = subject.replaceFirst(".*CN=", "").replaceFirst(",.*", "");
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name, BigInteger.ONE, Date.from(from), Date.from(until), name, keys.getPublic())
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
                            .build(new JcaContentSignerBuilder(
                                            keys.getPrivate().getAlgorithm().equals("RSA")
                                                    ? "SHA256withRSA"
                                                    : "SHA256withECDSA")
                                    .build(keys.getPrivate())));
            return new TestCertificate(keys, certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] pem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
