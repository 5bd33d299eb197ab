package io.weir.local.topic;

import io.weir.action.SnsMessage;
import io.weir.json.Json;
import io.weir.local.files.Disk;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.StringToSign;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Topics of this machine ({@code arn:aws:sns:us-east-1:000000000000:...}): signs messages as SNS does, with a key and a
 * certificate of its own in the data folder. The verifier is the strict one; it is only told this one certificate, under a
 * URL that messages of any other account are refused for.
 * Thread-safe.
 */
public final class LocalTopic implements AutoCloseable {
    private static final String HOST = "https://sns.us-east-1.amazonaws.com/";
    private static final String ARN = "arn:aws:sns:us-east-1:000000000000:";
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private final FutureTask<Keys> keys;

    /** What lies in the folder. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Keys(PrivateKey key, byte[] pem, URI certificateUrl) {}

    private LocalTopic(Path folder) {
        this.keys = new FutureTask<>(() -> read(folder));
    }

    /** The TopicArn of a topic of this machine. */
    public static String arn(String name) {
        return ARN + name;
    }

    /** Whether a TopicArn is of a topic of this machine. */
    public static boolean isLocal(String topicArn) {
        return topicArn.startsWith(ARN);
    }

    /**
     * Opens the key and certificate in a folder; makes both if one is missing or empty, as after a first start that was
     * broken off: one without the other is of no use.
     *
     * @throws IOException if they cannot be read or made
     */
    public static LocalTopic open(Path folder) throws IOException {
        LocalTopic topic = new LocalTopic(folder);
        topic.keys.run();
        topic.await();
        return topic;
    }

    /**
     * As above, in a thread of its own: to make a key takes as long as all else of a first start. Who needs it waits for it;
     * {@link #await} tells whether it could be opened.
     */
    public static LocalTopic opening(Path folder) {
        LocalTopic topic = new LocalTopic(folder);
        Thread.ofPlatform().name("topic").daemon().start(topic.keys);
        return topic;
    }

    /**
     * Waits until it is open.
     *
     * @throws IOException if its key and certificate cannot be read or made
     */
    public void await() throws IOException {
        try {
            keys.get();
        } catch (ExecutionException e) {
            Throwable fault = e.getCause();
            throw fault instanceof IOException ? new IOException(fault.getMessage(), fault) : new IOException(fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the topic's key is made");
        }
    }

    /** Waits until nothing is written to its folder any more; whether it could be opened is told by {@link #await}. */
    @Override
    public void close() {
        try {
            keys.get();
        } catch (ExecutionException e) {
            // Told by await.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Keys keys() {
        try {
            await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys.resultNow();
    }

    private static Keys read(Path folder) throws IOException {
        Disk.REAL.folder(folder);
        Path keyFile = folder.resolve("key.pkcs8");
        Path certificateFile = folder.resolve("certificate.pem");
        try {
            if (isMissing(keyFile) || isMissing(certificateFile)) {
                create(keyFile, certificateFile);
            }
            Disk.closeToOthers(keyFile);
            byte[] pem = Files.readAllBytes(certificateFile);
            PrivateKey key =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile)));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            String md5 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(certificate.getEncoded()));
            return new Keys(key, pem, certificateUrl(md5));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the topic's key in " + folder + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("cannot use the topic's key in " + folder + ": " + Disk.why(e), e);
        }
    }

    private static boolean isMissing(Path file) throws IOException {
        return !Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0);
    }

    private static void create(Path keyFile, Path certificateFile) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=sns.amazonaws.com");
        Instant from = Instant.now().minus(1, ChronoUnit.DAYS);
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.valueOf(from.toEpochMilli()),
                                    Date.from(from),
                                    Date.from(from.plus(VALIDITY)),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
            Disk.REAL.place(keyFile, pair.getPrivate().getEncoded());
            StringWriter pem = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
                writer.writeObject(certificate);
            }
            Disk.REAL.place(certificateFile, pem.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static URI certificateUrl(String md5) {
        return URI.create("https://" + CertificateStore.LOCAL_HOST + "/SimpleNotificationService-" + md5 + ".pem");
    }

    /** Where the certificate lies for the verifier; nothing is there. */
    URI certificateUrl() {
        return keys().certificateUrl();
    }

    byte[] certificate() {
        return keys().pem().clone();
    }

    /** The token that confirms a subscription to a topic of this machine. */
    public String token(String topicArn) {
        return HexFormat.of()
                .formatHex(sign("SHA256withRSA", ("confirm " + topicArn).getBytes(StandardCharsets.UTF_8)))
                .substring(0, 128);
    }

    /**
     * A signed message, as SNS would post it.
     *
     * @param version signature version, {@code "1"} or {@code "2"}
     * @param subject null for none; confirmations have none
     */
    public String message(
            SnsMessage.Type type,
            String version,
            String topicArn,
            String messageId,
            @Nullable String subject,
            String message,
            Instant now) {
        String timestamp = timestamp(now);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Type", type.text());
        json.put("MessageId", messageId);
        json.put("TopicArn", topicArn);
        StringToSign toSign;
        if (type == SnsMessage.Type.NOTIFICATION) {
            if (subject != null) {
                json.put("Subject", subject);
            }
            toSign = StringToSign.notification().subject(subject);
        } else {
            String token = token(topicArn);
            String url = HOST + "?Action=ConfirmSubscription&TopicArn=" + topicArn + "&Token=" + token;
            json.put("Token", token);
            json.put("SubscribeURL", url);
            toSign = StringToSign.confirmation(type).token(token).subscribeUrl(url);
        }
        byte[] bytes = toSign.message(message)
                .messageId(messageId)
                .timestamp(timestamp)
                .topicArn(topicArn)
                .bytes();
        json.put("Message", message);
        json.put("Timestamp", timestamp);
        json.put("SignatureVersion", version);
        byte[] signature = sign(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA", bytes);
        json.put("Signature", Base64.getEncoder().encodeToString(signature));
        json.put("SigningCertURL", certificateUrl());
        return Json.write(json);
    }

    /** With milliseconds, also when they are zero. */
    private static String timestamp(Instant now) {
        String text = now.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    private byte[] sign(String algorithm, byte[] text) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys().key());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
