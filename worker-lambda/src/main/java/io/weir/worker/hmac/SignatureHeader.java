package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SendTime;
import io.weir.envelope.source.SignatureForm;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signature's header (and the time's) of a request says.
 *
 * @param signatures decoded, each of the algorithm's length, at least one
 * @param time the time as it was written, or null if the scheme has none
 * @param sentAt the same as an instant
 */
record SignatureHeader(
        List<byte[]> signatures,
        @Nullable String time,
        @Nullable Instant sentAt) {
    private static final int MAX_SIGNATURES = 32;

    /** Of the whole header, in characters: what a stranger writes is not taken apart beyond it. */
    private static final int MAX_LENGTH = 16 * 1024;

    /**
     * Reads the headers that a scheme names.
     *
     * @throws RejectionException {@code unsigned} if there is no signature, {@code malformed} if it is not written as the
     *     scheme demands
     */
    static SignatureHeader read(HmacScheme scheme, ReceivedRequest request) throws RejectionException {
        HmacScheme.Signature rule = scheme.signature();
        String text = request.header(rule.header());
        if (text == null || text.isEmpty()) {
            throw new RejectionException(Reason.UNSIGNED, "no header " + rule.header());
        }
        if (text.length() > MAX_LENGTH) {
            throw RejectionException.malformed(rule.header() + " is longer than " + MAX_LENGTH + " characters");
        }
        List<String> written = new ArrayList<>();
        List<String> times = new ArrayList<>();
        split(rule, text, written, times);
        SendTime sendTime = scheme.time();
        if (sendTime == null) {
            return new SignatureHeader(decode(rule, written), null, null);
        }
        String time = sendTime.header() == null ? only(times) : request.header(sendTime.header());
        if (time == null) {
            throw RejectionException.malformed("no time of sending");
        }
        return new SignatureHeader(decode(rule, written), time, TimeText.read(time, sendTime.unit()));
    }

    /** What cannot be read is passed over as long as something can: of a list, any entry may match. */
    private static List<byte[]> decode(HmacScheme.Signature rule, List<String> written) throws RejectionException {
        List<byte[]> signatures = new ArrayList<>();
        for (String signature : written) {
            byte[] bytes = SignatureEncoding.decode(signature, rule.encoding());
            if (bytes != null && bytes.length == rule.algorithm().length()) {
                signatures.add(bytes);
            }
        }
        if (signatures.isEmpty()) {
            throw RejectionException.malformed("no signature in " + rule.header() + " is "
                    + rule.algorithm().length() + " bytes in " + rule.encoding());
        }
        return signatures;
    }

    private static void split(HmacScheme.Signature rule, String text, List<String> signatures, List<String> times)
            throws RejectionException {
        switch (rule.form()) {
            case SignatureForm.Plain(String prefix) -> {
                if (!text.startsWith(prefix)) {
                    throw RejectionException.malformed(rule.header() + " does not begin with " + prefix);
                }
                signatures.add(text.substring(prefix.length()));
            }
            case SignatureForm.KeyValues(String version) -> {
                for (String pair : text.split(",", -1)) {
                    int equals = pair.indexOf('=');
                    String key = equals < 0 ? "" : pair.substring(0, equals).strip();
                    if (key.equals(version)) {
                        signatures.add(pair.substring(equals + 1).strip());
                    } else if (key.equals("t")) {
                        times.add(pair.substring(equals + 1).strip());
                    }
                }
            }
            case SignatureForm.Versions(String version) -> {
                for (String entry : text.split(" ", -1)) {
                    addVersions(version, entry.split(",", -1), signatures);
                }
            }
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw RejectionException.malformed(rule.header() + " holds no signature of the version, or too many");
        }
    }

    /** A version and its signature; several of them if a gateway joined two headers with a comma. */
    private static void addVersions(String version, String[] parts, List<String> signatures) {
        for (int i = 0; i + 1 < parts.length; i += 2) {
            if (parts[i].equals(version)) {
                signatures.add(parts[i + 1]);
            }
        }
    }

    private static @Nullable String only(List<String> times) throws RejectionException {
        if (times.size() > 1) {
            throw RejectionException.malformed("the time of sending is there twice");
        }
        return times.isEmpty() ? null : times.getFirst();
    }

    /** Whether one of the signatures is this one. Compares all of them, each in constant time. */
    boolean matches(byte[] expected) {
        boolean matches = false;
        for (byte[] signature : signatures) {
            matches |= MessageDigest.isEqual(signature, expected);
        }
        return matches;
    }

    /** Whether a header may hold a signature: this scheme's, or another that its sender makes beside it. */
    static boolean holdsSignature(HmacScheme scheme, String name) {
        return name.equals(scheme.signature().header()) || name.contains("signature") || name.contains("hmac");
    }

    /** Leaves the signature out. */
    @Override
    public String toString() {
        return "SignatureHeader[sentAt=" + sentAt + "]";
    }
}
