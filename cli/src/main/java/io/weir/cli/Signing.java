package io.weir.cli;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.signature.RequestSigner;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the headers with which a sender of a scheme would post a body. */
public final class Signing {
    private Signing() {}

    /** All headers: id, type, what is signed, time, signature. Those that are given are not replaced. */
    public static Map<String, String> headers(
            SignatureScheme scheme,
            byte[] secret,
            String url,
            byte[] body,
            String id,
            String type,
            Map<String, String> given)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(given);
        headers.putIfAbsent(
                "content-type",
                scheme.signed().has(SignedTemplate.Form.class)
                        ? "application/x-www-form-urlencoded"
                        : "application/json");
        putIfHeader(headers, scheme.identity().id(), id);
        putIfHeader(headers, scheme.identity().type(), type);
        for (SignedTemplate.Part part : scheme.signed().parts()) {
            if (part instanceof SignedTemplate.Header(String name)) {
                headers.putIfAbsent(name, id);
            }
        }
        ReceivedRequest request = new ReceivedRequest("send", Instant.now(), "POST", url, headers, body);
        headers.putAll(new RequestSigner(scheme).sign(request, secret, Instant.now()));
        return headers;
    }

    private static void putIfHeader(Map<String, String> headers, @Nullable FieldLocation location, String value) {
        if (location instanceof FieldLocation.Header(String name)) {
            headers.putIfAbsent(name, value);
        }
    }
}
