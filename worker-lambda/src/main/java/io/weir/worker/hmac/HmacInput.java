package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SignedTemplate;
import io.weir.worker.verify.ClaimKey;
import io.weir.worker.verify.RejectionException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is signed of one request, in parts; the body is never copied. */
final class HmacInput {
    /** Stands in the parts where the secret goes. */
    private static final byte[] SECRET = new byte[0];

    private final List<byte[]> parts;

    /** The body that came. */
    private final byte[] body;

    /** Whether the body is no form although the template has one: then no part is made of it. */
    private final boolean isOtherBody;

    private byte @Nullable [] row;

    private HmacInput(List<byte[]> parts, byte[] body, boolean isOtherBody) {
        this.parts = parts;
        this.body = body;
        this.isOtherBody = isOtherBody;
    }

    /**
     * Fills the scheme's template.
     *
     * @param time the time as it is written, if the scheme has one
     * @throws RejectionException {@code malformed} if a header that is signed is missing
     */
    static HmacInput of(HmacScheme scheme, @Nullable String time, ReceivedRequest request) throws RejectionException {
        return filled(scheme, time, request, request.url(), form(scheme, request));
    }

    /** Each of what the sender may have signed: by Twilio's rule, the URL with a port and without. */
    static List<HmacInput> allOf(HmacScheme scheme, @Nullable String time, ReceivedRequest request)
            throws RejectionException {
        SignedTemplate signed = scheme.signed();
        if (!signed.has(SignedTemplate.Url.class) || !signed.has(SignedTemplate.Form.class)) {
            return List.of(of(scheme, time, request));
        }
        List<byte[]> form = form(scheme, request);
        return List.of(
                filled(scheme, time, request, request.url(), form),
                filled(scheme, time, request, TwilioUrl.otherPort(request.url()), form));
    }

    private static HmacInput filled(
            HmacScheme scheme, @Nullable String time, ReceivedRequest request, String url, List<byte[]> form)
            throws RejectionException {
        List<byte[]> parts = new ArrayList<>(scheme.signed().parts().size());
        for (SignedTemplate.Part part : scheme.signed().parts()) {
            switch (part) {
                case SignedTemplate.Literal literal -> parts.add(literal.bytes());
                case SignedTemplate.Body body -> parts.add(request.body());
                case SignedTemplate.Header(String name) -> parts.add(header(request, name));
                case SignedTemplate.Time t -> parts.add(utf8(time == null ? "" : time));
                case SignedTemplate.Url u -> parts.add(utf8(url));
                case SignedTemplate.Method method -> parts.add(utf8(request.method()));
                case SignedTemplate.Secret secret -> parts.add(SECRET);
                case SignedTemplate.Form f -> parts.addAll(form);
            }
        }
        boolean isOtherBody = scheme.signed().has(SignedTemplate.Form.class) && !TwilioForm.isForm(request);
        return new HmacInput(parts, request.body(), isOtherBody);
    }

    /** Names and values in the order in which they are signed; nothing is joined. */
    private static List<byte[]> form(HmacScheme scheme, ReceivedRequest request) throws RejectionException {
        if (!scheme.signed().has(SignedTemplate.Form.class)) {
            return List.of();
        }
        List<byte[]> parts = new ArrayList<>();
        for (TwilioForm.Pair pair : TwilioForm.of(request)) {
            parts.add(pair.name());
            parts.add(pair.value());
        }
        return parts;
    }

    private static byte[] header(ReceivedRequest request, String name) throws RejectionException {
        String value = request.header(name);
        if (value == null) {
            throw RejectionException.malformed("no header " + name + ", which is signed");
        }
        return utf8(value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Hands over the parts in order, the key where the scheme's template has the secret. */
    void feed(Consumer<byte[]> sink, byte[] key) {
        for (byte[] part : parts) {
            sink.accept(isSecret(part) ? key : part);
        }
    }

    /**
     * Adds what was signed to a key, part by part; never the secret. The bytes in a row and where each part ends tell the same as
     * the parts, and the row is hashed once for all keys: of 1 KiB that takes as long as the signature (benchmark HmacVerify).
     */
    ClaimKey addParts(ClaimKey key) {
        addReading(key.with(row()));
        return key;
    }

    /** Adds what was signed to a key as one row of bytes. */
    ClaimKey addRow(ClaimKey key) {
        return key.with(row());
    }

    /** Adds how the row of bytes is read: where each part ends, and a body of which no part is made. */
    ClaimKey addReading(ClaimKey key) {
        for (byte[] part : signedParts()) {
            key.with(Integer.toString(part.length));
        }
        return key.with(isOtherBody ? bodyHash() : "");
    }

    /** SHA-256 of the body that came. */
    String bodyHash() {
        return isBodyAlone() ? HexFormat.of().formatHex(row()) : Sha256.hex(body);
    }

    /** SHA-256 of what was signed, in a row. */
    private byte[] row() {
        byte[] known = row;
        if (known == null) {
            MessageDigest digest = Sha256.digest();
            signedParts().forEach(digest::update);
            known = digest.digest();
            row = known;
        }
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // the very array that came, which the template has as its only part
    private boolean isBodyAlone() {
        return parts.size() == 1 && parts.getFirst() == body;
    }

    /** The parts in order, null for the secret. */
    List<byte @Nullable []> shown() {
        List<byte @Nullable []> shown = new ArrayList<>();
        for (byte[] part : parts) {
            shown.add(isSecret(part) ? null : part);
        }
        return shown;
    }

    private List<byte[]> signedParts() {
        if (!parts.contains(SECRET)) {
            return parts; // arrays are equal to themselves alone
        }
        return parts.stream().filter(part -> !isSecret(part)).toList();
    }

    @SuppressWarnings("ReferenceEquality") // a mark, not a value
    private static boolean isSecret(byte[] part) {
        return part == SECRET;
    }
}
