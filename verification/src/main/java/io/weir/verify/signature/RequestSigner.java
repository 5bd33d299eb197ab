package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureForm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.verify.FieldWriter;
import io.weir.verify.RejectionException;
import io.weir.verify.TimeText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs a request as the sender of a scheme would. Thread-safe. */
public final class RequestSigner {
    private final SignatureScheme scheme;

    public RequestSigner(SignatureScheme scheme) {
        this.scheme = scheme;
    }

    /** Makes the bytes of a signature. */
    @FunctionalInterface
    private interface Maker {
        byte[] sign(SignedInput input) throws IOException;
    }

    /**
     * The request with its signature and its time, each where the scheme has it: in a header, or in a body that is written anew.
     *
     * @param request all that is signed: body, method, URL and the headers that the scheme signs
     * @param secret the shared secret as its store has it
     * @param now the time of sending
     * @throws IOException if the secret is no key of the scheme's form
     * @throws IllegalArgumentException if a header that is signed is missing, or the body has no place for what goes into it
     */
    public ReceivedRequest signed(ReceivedRequest request, byte[] secret, Instant now) throws IOException {
        SigningKey key = SigningKey.of(secret, scheme);
        return sign(request, now, key::sign);
    }

    /** The headers that carry signature and time, of a scheme that has both in headers. Fails as {@link #signed} does. */
    public Map<String, String> sign(ReceivedRequest request, byte[] secret, Instant now) throws IOException {
        Map<String, String> headers =
                new LinkedHashMap<>(signed(request, secret, now).headers());
        headers.entrySet().removeAll(request.headers().entrySet());
        return headers;
    }

    /**
     * The same with the sender's private key.
     *
     * @param secret what stands in the place of {@code {secret}}, possibly empty
     */
    public ReceivedRequest signed(ReceivedRequest request, PrivateKey key, byte[] secret, Instant now)
            throws IOException {
        return sign(request, now, input -> signature(key, secret, input));
    }

    private byte[] signature(PrivateKey key, byte[] secret, SignedInput input) throws IOException {
        try {
            Signature signature =
                    Signature.getInstance(scheme.signature().algorithm().text());
            signature.initSign(key);
            for (byte[] part : input.partsWith(secret)) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("no key of " + scheme.signature().algorithm().text(), e);
        }
    }

    private ReceivedRequest sign(ReceivedRequest request, Instant now, Maker maker) throws IOException {
        SendTime sendTime = scheme.time();
        String time = sendTime == null ? null : TimeText.write(now, sendTime.unit());
        ReceivedRequest timed = sendTime == null || sendTime.at() == null || time == null
                ? request
                : FieldWriter.put(request, sendTime.at(), time);
        SignatureScheme.Signature rule = scheme.signature();
        String signature;
        try {
            signature = SignatureEncoding.encode(maker.sign(SignedInput.of(scheme, time, timed)), rule.encoding());
        } catch (RejectionException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        ReceivedRequest signed = timed;
        for (FieldLocation at : rule.at()) {
            signed = FieldWriter.put(signed, at, written(rule.form(), sendTime, time, signature));
        }
        return signed;
    }

    private static String written(
            SignatureForm form, @Nullable SendTime sendTime, @Nullable String time, String signature) {
        return switch (form) {
            case SignatureForm.Plain(String prefix) -> prefix + signature;
            case SignatureForm.KeyValues(String version, char separator) ->
                (sendTime != null && sendTime.at() == null ? sendTime.listName() + "=" + time + separator : "")
                        + version
                        + "="
                        + signature;
            case SignatureForm.Versions(String version) -> version + "," + signature;
        };
    }
}
