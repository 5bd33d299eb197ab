package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureForm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.verify.RejectionException;
import io.weir.verify.TimeText;
import java.io.IOException;
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

    /**
     * The headers that carry signature and time.
     *
     * @param request all that is signed: body, method, URL and the headers that the scheme signs
     * @param secret the secret as its store has it
     * @param now the time of sending
     * @throws IOException if the secret is no key of the scheme's form
     * @throws IllegalArgumentException if a header that is signed is missing
     */
    public Map<String, String> sign(ReceivedRequest request, byte[] secret, Instant now) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        SendTime sendTime = scheme.time();
        String time = sendTime == null ? null : TimeText.write(now, sendTime.unit());
        if (sendTime != null && sendTime.at() instanceof FieldLocation.Header(String name) && time != null) {
            headers.put(name, time);
        }
        SignatureScheme.Signature rule = scheme.signature();
        String signature;
        try {
            signature = SignatureEncoding.encode(
                    SigningKey.of(secret, scheme).sign(SignedInput.of(scheme, time, request)), rule.encoding());
        } catch (RejectionException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        for (FieldLocation at : rule.at()) {
            if (at instanceof FieldLocation.Header(String name)) {
                headers.put(name, written(rule.form(), sendTime, time, signature));
            }
        }
        return headers;
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
