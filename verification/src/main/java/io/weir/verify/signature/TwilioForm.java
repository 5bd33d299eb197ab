package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.verify.FormText;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Twilio's rule for bodies. Of a form: each parameter's name and value, sorted by name, and by value where a name is
 * there twice. Of any other body nothing; then the URL, which is signed, carries the body's SHA-256.
 *
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Webhooks security</a>
 */
final class TwilioForm {
    /** Twilio sends some dozens. Whoever sends a form is a stranger until its signature has been looked at. */
    static final int MAX_PARAMETERS = 1000;

    /** Twilio's names are short words; some are chosen by its users. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}&=]{1,256}");

    private static final String BODY_HASH = "bodySHA256=";

    /** A parameter, decoded. */
    @SuppressWarnings("ArrayRecordComponent") // compared by compareTo alone
    record Pair(byte[] name, byte[] value) implements Comparable<Pair> {
        /** By bytes, which in UTF-8 is the order of the characters. */
        @Override
        public int compareTo(Pair other) {
            int names = Arrays.compareUnsigned(name, other.name);
            return names != 0 ? names : Arrays.compareUnsigned(value, other.value);
        }
    }

    private TwilioForm() {}

    /**
     * The parameters in the order in which they are signed, each once; none of a body that is no form. Takes no more than
     * the body's length and a fixed number of objects.
     *
     * @throws RejectionException {@code malformed} if the form is not URL-encoded, has too many parameters or a name that
     *     Twilio does not send; {@code signature} if the body is no form and the URL has not its hash
     */
    static List<Pair> of(ReceivedRequest request) throws RejectionException {
        if (!FormText.isForm(request)) {
            checkHash(request);
            return List.of();
        }
        byte[] body = request.body();
        checkCount(body);
        TreeSet<Pair> pairs = new TreeSet<>();
        int start = 0;
        while (start < body.length) {
            int end = indexOf('&', body, start, body.length);
            if (end > start) {
                int equals = indexOf('=', body, start, end);
                byte[] name = checkedName(decode(body, start, equals));
                pairs.add(new Pair(name, decode(body, Math.min(equals + 1, end), end)));
            }
            start = end + 1;
        }
        return List.copyOf(pairs);
    }

    private static byte[] checkedName(byte[] name) throws RejectionException {
        if (!NAME.matcher(new String(name, StandardCharsets.UTF_8)).matches()) {
            throw RejectionException.malformed("the form has a name that Twilio does not send");
        }
        return name;
    }

    private static void checkCount(byte[] body) throws RejectionException {
        int parameters = 1;
        for (byte character : body) {
            parameters += character == '&' ? 1 : 0;
        }
        if (parameters > MAX_PARAMETERS) {
            throw RejectionException.malformed("the form has more than " + MAX_PARAMETERS + " parameters");
        }
    }

    /** Where the character is, or the end. */
    private static int indexOf(char character, byte[] body, int from, int end) {
        int i = from;
        while (i < end && body[i] != character) {
            i++;
        }
        return i;
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

    private static byte[] decode(byte[] body, int from, int end) throws RejectionException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(length(body, from, end));
        for (int i = from; i < end; i++) {
            if (body[i] == '%') {
                int high = i + 2 < end ? Character.digit(body[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(body[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw RejectionException.malformed("the form is not URL-encoded");
                }
                text.write(high << 4 | low);
                i += 2;
            } else {
                text.write(body[i] == '+' ? ' ' : body[i]);
            }
        }
        return text.toByteArray();
    }

    /** How many bytes there are, each escape being one. */
    private static int length(byte[] body, int from, int end) {
        int escapes = 0;
        for (int i = from; i < end; i++) {
            escapes += body[i] == '%' ? 1 : 0;
        }
        return Math.max(0, end - from - 2 * escapes);
    }
}
