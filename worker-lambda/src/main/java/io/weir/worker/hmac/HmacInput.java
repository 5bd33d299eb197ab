package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SignedTemplate;
import io.weir.worker.verify.ClaimKey;
import io.weir.worker.verify.RejectionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is signed of one request, in parts; the body is never copied. */
final class HmacInput {
    /** Stands in the parts where the secret goes. */
    private static final byte[] SECRET = new byte[0];

    private final List<byte[]> parts;

    /** SHA-256 of a body that is no form although the template has one: no part is made of it. Else empty. */
    private final String otherBody;

    private HmacInput(List<byte[]> parts, String otherBody) {
        this.parts = parts;
        this.otherBody = otherBody;
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
        List<byte[]> parts = new ArrayList<>();
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
        return new HmacInput(parts, isOtherBody ? Sha256.hex(request.body()) : "");
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

    /** Adds what was signed to a key, part by part; never the secret. */
    ClaimKey addParts(ClaimKey key) {
        signedParts().forEach(key::with);
        return key.with(otherBody);
    }

    /** Adds what was signed to a key as one row of bytes. */
    ClaimKey addRow(ClaimKey key) {
        return key.with(signedParts());
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
        return parts.stream().filter(part -> !isSecret(part)).toList();
    }

    @SuppressWarnings("ReferenceEquality") // a mark, not a value
    private static boolean isSecret(byte[] part) {
        return part == SECRET;
    }
}
