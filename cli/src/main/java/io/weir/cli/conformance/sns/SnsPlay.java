package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.conformance.plan.Texts;
import io.weir.local.topic.LocalTopic;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One play, as a receiver may come to know it: the texts of its messages, and which URLs in them it may fetch. All is derived
 * from its marker. Not thread-safe.
 */
final class SnsPlay {
    private static final int HEX_DIGITS = 32;

    /** At least one of the digits is a letter, so that upper case is another text. */
    private static final String LETTER = "a";

    private final String hex;
    private final Map<String, String> values;
    private final Set<String> allowed = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    /** @param genuineUrl where the genuine certificate is */
    SnsPlay(String marker, SnsTopic topic, CertificatesServer server, String genuineUrl) {
        this.hex = hex(marker);
        this.values = Map.ofEntries(
                Map.entry(Texts.CASE, marker),
                Map.entry("topic", topic.arn()),
                Map.entry(
                        "message-id",
                        UUID.nameUUIDFromBytes(marker.getBytes(UTF_8)).toString()),
                Map.entry("certificate-url", genuineUrl),
                Map.entry("sns-host", topic.host()),
                Map.entry("hex", hex),
                Map.entry("HEX", hex.toUpperCase(Locale.ROOT)),
                Map.entry("file", "SimpleNotificationService-" + hex + ".pem"),
                Map.entry("token", hex.repeat(4)),
                Map.entry("witness", server.witness(hex)));
    }

    private static String hex(String marker) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(marker.getBytes(UTF_8));
            return (LETTER + HexFormat.of().formatHex(digest)).substring(0, HEX_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What stands for each name, in a message that is sent at this time. */
    Texts texts(Instant time) {
        Map<String, String> timed = new HashMap<>(values);
        timed.put("timestamp", LocalTopic.timestamp(time));
        return new Texts(timed);
    }

    /** The digits by which a URL is known to be of this play. */
    String hex() {
        return hex;
    }

    /** A message of it names this URL of a certificate. */
    void name(String url, boolean mayFetch) {
        named.add(url);
        if (mayFetch) {
            allowed.add(url);
        }
    }

    /** Whether a fetch was for this play alone. */
    boolean isOf(String url) {
        return url.toLowerCase(Locale.ROOT).contains(hex)
                || (named.contains(url) && !url.equals(values.get("certificate-url")));
    }

    boolean mayFetch(String url) {
        return allowed.contains(url);
    }
}
