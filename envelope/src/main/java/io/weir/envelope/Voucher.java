package io.weir.envelope;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that a request was genuine and that its effects are wanted once more. It holds for one new id and for
 * the very request, byte for byte. It stands behind the id in the attribute {@code request}.
 *
 * @param of the id of the request whose effects are wanted again
 * @param action name of the one action that is wanted, or null for all
 * @param at when the operator said so
 * @param mac HMAC-SHA256 by the deployment's operator key over all of it, 64 lower-case hex digits
 */
public record Voucher(String of, @Nullable String action, Instant at, String mac) {
    private static final String KIND = "weir-replay-1";
    private static final String ALGORITHM = "HmacSHA256";

    /** Longer than any that is made: an action's name is no longer than a source's configuration admits. */
    private static final int MAX_TOKEN = 4096;

    public Voucher {
        if (action != null && action.isEmpty()) {
            throw new IllegalArgumentException("an action without a name");
        }
    }

    /**
     * Vouches for a request.
     *
     * @param key the operator key
     * @param id the new id, under which the request is processed again
     * @param request as the worker will open it
     */
    public static Voucher sign(
            byte[] key, String id, ReceivedRequest request, String of, @Nullable String action, Instant at) {
        return new Voucher(of, action, at, HexFormat.of().formatHex(digest(key, id, request, of, action, at)));
    }

    /** Whether this was made by the holder of the key, for this id and this request. Takes the same time either way. */
    public boolean vouchesFor(byte[] key, String id, ReceivedRequest request) {
        byte[] expected = HexFormat.of()
                .formatHex(digest(key, id, request, of, action, at))
                .getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, mac.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A message that is a replay: the same but for its attribute {@code request}, which has the new id and the voucher, and
     * without what the worker wrote.
     *
     * @param message as the door sent it
     * @throws MalformedEnvelopeException if the message is none that the door sent
     */
    public static QueueMessage vouched(
            byte[] key, QueueMessage message, String id, String of, @Nullable String action, Instant at)
            throws MalformedEnvelopeException {
        ReceivedRequest request = message.open();
        Map<String, String> attributes = new LinkedHashMap<>(message.attributes());
        attributes.remove(Attributes.FAILURE);
        attributes.remove(Attributes.RETRY);
        String token = sign(key, id, request, of, action, at).token();
        attributes.put(
                Attributes.REQUEST, new QueueMessage.RequestLine(request.method(), request.url(), id, token).text());
        return new QueueMessage(message.body(), attributes);
    }

    /** One word of base64url. */
    public String token() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("of", of);
        if (action != null) {
            json.put("action", action);
        }
        json.put("at", at);
        json.put("mac", mac);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.writeAscii(json).getBytes(StandardCharsets.US_ASCII));
    }

    /** What a word says, or null if it is not exactly what {@link #token()} makes. Nothing is proven by that. */
    public static @Nullable Voucher parse(String token) {
        if (token.length() > MAX_TOKEN) {
            return null;
        }
        try {
            Map<String, @Nullable Object> json =
                    Json.readObject(Base64.getUrlDecoder().decode(token));
            if (json.get("of") instanceof String of
                    && (!json.containsKey("action") || json.get("action") instanceof String)
                    && json.get("at") instanceof String at
                    && json.get("mac") instanceof String mac) {
                Voucher voucher = new Voucher(of, (String) json.get("action"), Instant.parse(at), mac);
                return voucher.token().equals(token) ? voucher : null;
            }
        } catch (JsonException | DateTimeException | IllegalArgumentException e) {
            // None of ours.
        }
        return null;
    }

    private static byte[] digest(
            byte[] key, String id, ReceivedRequest request, String of, @Nullable String action, Instant at) {
        Mac mac = mac(key);
        text(mac, KIND);
        text(mac, id);
        text(mac, of);
        text(mac, action == null ? "" : action);
        text(mac, at.toString());
        text(mac, request.source());
        text(mac, request.receivedAt().toString());
        text(mac, request.method());
        text(mac, request.url());
        Map<String, String> headers = new TreeMap<>(request.headers());
        length(mac, headers.size());
        headers.forEach((name, value) -> {
            text(mac, name);
            text(mac, value);
        });
        length(mac, request.body().length);
        mac.update(request.body());
        return mac.doFinal();
    }

    /** Char by char: in UTF-8 a lone surrogate would be a question mark. */
    private static void text(Mac mac, String text) {
        ByteBuffer chars = ByteBuffer.allocate(text.length() * Character.BYTES);
        chars.asCharBuffer().put(text);
        length(mac, chars.capacity());
        mac.update(chars.array());
    }

    private static void length(Mac mac, long length) {
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
    }

    private static Mac mac(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("the operator key is empty");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Leaves the proof out. */
    @Override
    public String toString() {
        return "Voucher[of=" + of + ", action=" + action + ", at=" + at + "]";
    }
}
