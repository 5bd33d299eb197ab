package io.weir.local.topic;

import io.weir.local.files.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * By what topics sign that are none of AWS: an RSA key and its certificate, made up or out of a folder with the files
 * {@code key.pkcs8} and {@code certificate.pem}. Thread-safe.
 */
public final class TopicKey {
    private static final String SUBJECT = "CN=sns.amazonaws.com";
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final int BITS = 2048;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final byte[] pem;

    private TopicKey(PrivateKey key, X509Certificate certificate, byte[] pem) {
        this.key = key;
        this.certificate = certificate;
        this.pem = pem;
    }

    /**
     * A made-up one, in no folder.
     *
     * @param subject of its certificate, such as {@code CN=sns.amazonaws.com}
     */
    public static TopicKey madeUp(String subject) {
        try {
            KeyPair pair = pair();
            X509Certificate certificate = certificate(subject, pair);
            return new TopicKey(pair.getPrivate(), certificate, SelfSigned.pem(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /**
     * That of a folder. Nothing is made.
     *
     * @throws IOException if it cannot be read
     */
    public static TopicKey read(Path folder) throws IOException {
        try {
            byte[] pem = Files.readAllBytes(certificateFile(folder));
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile(folder))));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            return new TopicKey(key, certificate, pem);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the topic's key in " + folder + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("cannot use the topic's key in " + folder + ": " + Disk.why(e), e);
        }
    }

    /** As above; both files are made if one is missing or empty: one without the other is of no use. */
    static TopicKey readOrMake(Path folder) throws IOException {
        Disk.REAL.folder(folder);
        try {
            if (isMissing(keyFile(folder)) || isMissing(certificateFile(folder))) {
                KeyPair pair = pair();
                byte[] pem = SelfSigned.pem(certificate(SUBJECT, pair));
                Disk.REAL.place(keyFile(folder), pair.getPrivate().getEncoded());
                Disk.REAL.place(certificateFile(folder), pem);
            }
            Disk.closeToOthers(keyFile(folder));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make the topic's key in " + folder + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("cannot use the topic's key in " + folder + ": " + Disk.why(e), e);
        }
        return read(folder);
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("key.pkcs8");
    }

    private static Path certificateFile(Path folder) {
        return folder.resolve("certificate.pem");
    }

    private static boolean isMissing(Path file) throws IOException {
        return !Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(String subject, KeyPair pair) throws GeneralSecurityException {
        Instant from = Instant.now().minus(1, ChronoUnit.DAYS);
        return SelfSigned.certificate(subject, pair, from, from.plus(VALIDITY));
    }

    /** The key pair, for further certificates of it. */
    public KeyPair pairOfKeys() {
        return new KeyPair(certificate.getPublicKey(), key);
    }

    /** The certificate as it lies in its file. */
    public byte[] pem() {
        return pem.clone();
    }

    /** What SNS calls the certificate's file: the MD5 of the certificate is in its name. */
    public String fileName() {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(certificate.getEncoded());
            return "SimpleNotificationService-" + HexFormat.of().formatHex(md5) + ".pem";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /**
     * The signature of a text.
     *
     * @param algorithm {@code SHA1withRSA} or {@code SHA256withRSA}
     */
    public byte[] sign(String algorithm, byte[] text) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
