package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SendTime;
import io.weir.envelope.source.SignatureForm;
import io.weir.worker.verify.RejectionException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs a request as the sender of a scheme would. Thread-safe. */
public final class HmacSigner {
    private final HmacScheme scheme;

    public HmacSigner(HmacScheme scheme) {
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
        if (sendTime != null && sendTime.header() != null && time != null) {
            headers.put(sendTime.header(), time);
        }
        String timeInList = sendTime != null && sendTime.header() == null ? "t=" + time + "," : "";
        HmacScheme.Signature rule = scheme.signature();
        String signature;
        try {
            signature = SignatureEncoding.encode(
                    SigningKey.of(secret, scheme).sign(HmacInput.of(scheme, time, request)), rule.encoding());
        } catch (RejectionException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        headers.put(
                rule.header(),
                switch (rule.form()) {
                    case SignatureForm.Plain(String prefix) -> prefix + signature;
                    case SignatureForm.KeyValues(String version) -> timeInList + version + "=" + signature;
                    case SignatureForm.Versions(String version) -> version + "," + signature;
                });
        return headers;
    }
}
