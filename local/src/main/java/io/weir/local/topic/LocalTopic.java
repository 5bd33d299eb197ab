package io.weir.local.topic;

import io.weir.action.SnsMessage;
import io.weir.json.Json;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.StringToSign;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    private final FutureTask<TopicKey> key;

    private LocalTopic(Path folder) {
        this.key = new FutureTask<>(() -> TopicKey.readOrMake(folder));
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
        topic.key.run();
        topic.await();
        return topic;
    }

    /**
     * As above, in a thread of its own: to make a key takes as long as all else of a first start. Who needs it waits for it;
     * {@link #await} tells whether it could be opened.
     */
    public static LocalTopic opening(Path folder) {
        LocalTopic topic = new LocalTopic(folder);
        Thread.ofPlatform().name("topic").daemon().start(topic.key);
        return topic;
    }

    /**
     * Waits until it is open.
     *
     * @throws IOException if its key and certificate cannot be read or made
     */
    public void await() throws IOException {
        try {
            key.get();
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
            key.get();
        } catch (ExecutionException e) {
            // Told by await.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TopicKey key() {
        try {
            await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key.resultNow();
    }

    /** Where the certificate lies for the verifier; nothing is there. */
    URI certificateUrl() {
        return certificateUrl(key());
    }

    /** Where the certificate of such a key lies for the verifier: no topic of AWS may name it. */
    public static URI certificateUrl(TopicKey key) {
        return URI.create("https://" + CertificateStore.LOCAL_HOST + "/" + key.fileName());
    }

    byte[] certificate() {
        return key().pem();
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

    /** A time as SNS writes it: with milliseconds, also when they are zero. */
    public static String timestamp(Instant now) {
        String text = now.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    private byte[] sign(String algorithm, byte[] text) {
        return key().sign(algorithm, text);
    }
}
