package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Twilio's rule for bodies. Of a form: each parameter's name and value, sorted by name, and by value where a name is
 * there twice. Of any other body nothing; then the URL, which is signed, carries the body's SHA-256.
 *
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Webhooks security</a>
 */
final class TwilioForm {
    private static final String BODY_HASH = "bodySHA256=";

    private TwilioForm() {}

    static String of(ReceivedRequest request) throws RejectionException {
        String contentType = request.header("content-type");
        boolean form = contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (!form) {
            checkHash(request);
            return "";
        }
        Map<String, TreeSet<String>> parameters = new TreeMap<>();
        for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, ignored -> new TreeSet<>()).add(value);
            }
        }
        StringBuilder text = new StringBuilder();
        parameters.forEach(
                (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static void checkHash(ReceivedRequest request) throws RejectionException {
        int query = request.url().indexOf('?');
        String hash = null;
        for (String parameter : request.url().substring(query + 1).split("&", -1)) {
            if (query >= 0 && parameter.startsWith(BODY_HASH)) {
                hash = parameter.substring(BODY_HASH.length()).toLowerCase(Locale.ROOT);
            }
        }
        if (hash == null && request.body().length == 0) {
            return;
        }
        byte[] expected = Sha256.hex(request.body()).getBytes(StandardCharsets.US_ASCII);
        if (hash == null || !MessageDigest.isEqual(expected, hash.getBytes(StandardCharsets.UTF_8))) {
            throw new RejectionException(Reason.SIGNATURE, "the URL's bodySHA256 is not the SHA-256 of the body");
        }
    }

    private static String decode(String text) throws RejectionException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RejectionException.malformed("the form is not URL-encoded");
        }
    }
}
