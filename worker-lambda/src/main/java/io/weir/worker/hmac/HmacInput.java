package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SignedTemplate;
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

    private HmacInput(List<byte[]> parts) {
        this.parts = parts;
    }

    /**
     * Fills the scheme's template.
     *
     * @param time the time as it is written, if the scheme has one
     * @throws RejectionException {@code malformed} if a header that is signed is missing
     */
    static HmacInput of(HmacScheme scheme, @Nullable String time, ReceivedRequest request) throws RejectionException {
        List<byte[]> parts = new ArrayList<>();
        for (SignedTemplate.Part part : scheme.signed().parts()) {
            parts.add(
                    switch (part) {
                        case SignedTemplate.Literal literal -> literal.bytes();
                        case SignedTemplate.Body body -> request.body();
                        case SignedTemplate.Header(String name) -> header(request, name);
                        case SignedTemplate.Time t -> utf8(time == null ? "" : time);
                        case SignedTemplate.Url url -> utf8(request.url());
                        case SignedTemplate.Method method -> utf8(request.method());
                        case SignedTemplate.Secret secret -> SECRET;
                        case SignedTemplate.Form form -> utf8(TwilioForm.of(request));
                    });
        }
        return new HmacInput(parts);
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

    @SuppressWarnings("ReferenceEquality") // a mark, not a value
    private static boolean isSecret(byte[] part) {
        return part == SECRET;
    }
}
