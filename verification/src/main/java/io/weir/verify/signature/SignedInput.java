package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.ClaimKey;
import io.weir.verify.FormText;
import io.weir.verify.ProvenBytes;
import io.weir.verify.RejectionException;
import io.weir.verify.RequestField;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What is signed of one request, in parts; the body is never copied. */
final class SignedInput implements ProvenBytes {
    /** Stands in the parts where the secret goes. */
    private static final byte[] SECRET = new byte[0];

    private final List<byte[]> parts;

    /** The body that came. */
    private final byte[] body;

    /** Whether the body is no form although the template has one: then no part is made of it. */
    private final boolean isOtherBody;

    private byte @Nullable [] row;

    private SignedInput(List<byte[]> parts, byte[] body, boolean isOtherBody) {
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
    static SignedInput of(SignatureScheme scheme, @Nullable String time, ReceivedRequest request)
            throws RejectionException {
        return filled(scheme, time, request, request.url(), form(scheme, request));
    }

    /** Each of what the sender may have signed: by Twilio's rule, the URL with a port and without. */
    static List<SignedInput> allOf(SignatureScheme scheme, @Nullable String time, ReceivedRequest request)
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

    private static SignedInput filled(
            SignatureScheme scheme, @Nullable String time, ReceivedRequest request, String url, List<byte[]> form)
            throws RejectionException {
        List<byte[]> parts = new ArrayList<>(scheme.signed().parts().size());
        for (SignedTemplate.Part part : scheme.signed().parts()) {
            switch (part) {
                case SignedTemplate.Literal literal -> parts.add(literal.bytes());
                case SignedTemplate.Body whole -> parts.add(request.body());
                case SignedTemplate.Secret secret -> parts.add(SECRET);
                case SignedTemplate.Form f -> parts.addAll(form);
                case SignedTemplate.Time t -> parts.add(utf8(time == null ? "" : time));
                case SignedTemplate.Url(boolean decoded) -> parts.add(utf8(decoded ? SignedUrl.decoded(url) : url));
                case SignedTemplate.Path path -> parts.add(utf8(SignedUrl.path(url)));
                case SignedTemplate.Method method -> parts.add(utf8(request.method()));
                case SignedTemplate.Header(String name) -> parts.add(utf8(header(request, name)));
                case SignedTemplate.ListedHeaders(String name) -> parts.add(utf8(listed(scheme, request, name)));
                case SignedTemplate.BodyDigest(var digest) -> parts.add(utf8(digest(digest, request.body())));
                case SignedTemplate.Field(var at) -> parts.add(utf8(orEmpty(RequestField.readStrictly(at, request))));
                case SignedTemplate.Query(String name) ->
                    parts.add(utf8(orEmpty(RequestField.parameter(name, request.url()))));
            }
        }
        boolean isOtherBody = scheme.signed().has(SignedTemplate.Form.class) && !FormText.isForm(request);
        return new SignedInput(parts, request.body(), isOtherBody);
    }

    /** Names and values in the order in which they are signed; nothing is joined. */
    private static List<byte[]> form(SignatureScheme scheme, ReceivedRequest request) throws RejectionException {
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

    private static String header(ReceivedRequest request, String name) throws RejectionException {
        String value = request.header(name);
        if (value == null) {
            throw RejectionException.malformed("no header " + name + ", which is signed");
        }
        return value;
    }

    /** A time in a header must be among them: one that is not signed proves nothing. */
    private static String listed(SignatureScheme scheme, ReceivedRequest request, String name)
            throws RejectionException {
        boolean lacksTime = scheme.time() != null && scheme.time().at() instanceof FieldLocation.Header;
        StringBuilder listed = new StringBuilder();
        for (String each : header(request, name).split(",", -1)) {
            listed.append(listed.isEmpty() ? "" : ";")
                    .append(each.strip())
                    .append(':')
                    .append(header(request, each.strip()).strip());
            lacksTime &= !new FieldLocation.Header(each.strip().toLowerCase(Locale.ROOT))
                    .equals(scheme.time() == null ? null : scheme.time().at());
        }
        if (lacksTime) {
            throw RejectionException.malformed("the time of sending is not among the headers that are signed");
        }
        return listed.toString();
    }

    private static String digest(SignedTemplate.Digest digest, byte[] body) {
        return switch (digest) {
            case SHA256 -> Sha256.hex(body);
            case CRC32 -> {
                CRC32 crc = new CRC32();
                crc.update(body);
                yield Long.toString(crc.getValue());
            }
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The first of the bytes that are signed, at most so many. */
    byte[] first(int count) {
        ByteBuffer first = ByteBuffer.allocate(count);
        for (byte[] part : signedParts()) {
            first.put(part, 0, Math.min(part.length, first.remaining()));
        }
        return Arrays.copyOf(first.array(), first.position());
    }

    /** The parts in order, the key where the scheme's template has the secret. */
    List<byte[]> partsWith(byte[] key) {
        if (!parts.contains(SECRET)) {
            return parts; // arrays are equal to themselves alone
        }
        return parts.stream().map(part -> isSecret(part) ? key : part).toList();
    }

    /**
     * Adds what was signed to a key, part by part; never the secret. The bytes in a row and where each part ends tell the same as
     * the parts, and the row is hashed once for all keys: of 1 KiB that takes as long as the signature (benchmark HmacVerify).
     */
    @Override
    public ClaimKey addParts(ClaimKey key) {
        addReading(key.with(row()));
        return key;
    }

    @Override
    public ClaimKey addRow(ClaimKey key) {
        return key.with(row());
    }

    /** Adds where each part ends, and a body of which no part is made. */
    @Override
    public ClaimKey addReading(ClaimKey key) {
        for (byte[] part : signedParts()) {
            key.with(Integer.toString(part.length));
        }
        return key.with(isOtherBody ? bodyHash() : "");
    }

    @Override
    public String bodyHash() {
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
