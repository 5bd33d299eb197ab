package io.weir.verify.signature;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureForm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.RequestField;
import io.weir.verify.TimeText;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its signatures and its time.
 *
 * @param signatures decoded, each of a length that the algorithm admits, at least one
 * @param time the time as it was written, or null if the scheme has none
 * @param sentAt the same as an instant
 */
record SignatureHeader(
        List<byte[]> signatures,
        @Nullable String time,
        @Nullable Instant sentAt) {
    private static final int MAX_SIGNATURES = 32;

    /** Of the whole text, in characters: what a stranger writes is not taken apart beyond it. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** What stands in one place: the signatures, and the time if it is a list. */
    private record Written(List<String> signatures, List<String> times) {}

    /**
     * Reads the places that a scheme names.
     *
     * @throws RejectionException {@code unsigned} if there is no signature, {@code malformed} if it is not written as the
     *     scheme demands
     */
    static SignatureHeader read(SignatureScheme scheme, ReceivedRequest request) throws RejectionException {
        SignatureScheme.Signature rule = scheme.signature();
        SendTime sendTime = scheme.time();
        Written written = new Written(new ArrayList<>(), new ArrayList<>());
        boolean unsigned = true;
        for (FieldLocation at : rule.at()) {
            String text = text(at, request);
            if (text != null && !text.isEmpty()) {
                split(scheme, at, text, written);
                unsigned = false;
            }
        }
        if (unsigned) {
            throw new RejectionException(Reason.UNSIGNED, "no " + name(rule.at().getFirst()));
        }
        List<byte[]> signatures = decode(rule, written.signatures);
        if (sendTime == null) {
            return new SignatureHeader(signatures, null, null);
        }
        FieldLocation at = sendTime.at();
        String time = at == null ? only(written.times) : text(at, request);
        if (time == null) {
            throw RejectionException.malformed("no time of sending");
        }
        return new SignatureHeader(signatures, time, TimeText.read(time, sendTime.unit()));
    }

    private static @Nullable String text(FieldLocation at, ReceivedRequest request) throws RejectionException {
        String text = at instanceof FieldLocation.Body body
                ? RequestField.readStrictly(body, request)
                : RequestField.read(at, request);
        if (text != null && text.length() > MAX_LENGTH) {
            throw RejectionException.malformed(name(at) + " is longer than " + MAX_LENGTH + " characters");
        }
        return text;
    }

    /** As a person would call the place. */
    private static String name(FieldLocation at) {
        return switch (at) {
            case FieldLocation.Header(String header) -> "header " + header;
            case FieldLocation.Query(String parameter) -> "parameter " + parameter;
            case FieldLocation.Body(List<String> path) -> "field /" + String.join("/", path);
        };
    }

    /** What cannot be read is passed over as long as something can: of a list, any entry may match. */
    private static List<byte[]> decode(SignatureScheme.Signature rule, List<String> written) throws RejectionException {
        List<byte[]> signatures = new ArrayList<>();
        for (String signature : written) {
            byte[] bytes = SignatureEncoding.decode(signature, rule.encoding());
            if (bytes != null && rule.algorithm().admits(bytes.length)) {
                signatures.add(bytes);
            }
        }
        if (signatures.isEmpty()) {
            throw RejectionException.malformed(
                    "no signature in " + name(rule.at().getFirst()) + " is "
                            + rule.algorithm().lengths() + " bytes in " + rule.encoding());
        }
        return signatures;
    }

    private static void split(SignatureScheme scheme, FieldLocation at, String text, Written written)
            throws RejectionException {
        int before = written.signatures.size();
        switch (scheme.signature().form()) {
            case SignatureForm.Plain(String prefix) -> {
                if (!text.startsWith(prefix)) {
                    throw RejectionException.malformed(name(at) + " does not begin with " + prefix);
                }
                written.signatures.add(text.substring(prefix.length()));
            }
            case SignatureForm.KeyValues(String version, char separator) -> {
                String timeName = scheme.time() == null ? "" : scheme.time().listName();
                for (String pair : text.split(Pattern.quote(String.valueOf(separator)), -1)) {
                    addPair(pair, version, timeName, written);
                }
            }
            case SignatureForm.Versions(String version) -> {
                for (String entry : text.split(" ", -1)) {
                    addVersions(version, entry.split(",", -1), written.signatures);
                }
            }
        }
        if (written.signatures.size() == before || written.signatures.size() > MAX_SIGNATURES) {
            throw RejectionException.malformed(name(at) + " holds no signature of the version, or too many");
        }
    }

    private static void addPair(String pair, String version, String timeName, Written written) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? "" : pair.substring(0, equals).strip();
        if (key.equals(version)) {
            written.signatures.add(pair.substring(equals + 1).strip());
        } else if (!key.isEmpty() && key.equals(timeName)) {
            written.times.add(pair.substring(equals + 1).strip());
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

    /** Leaves the signature out. */
    @Override
    public String toString() {
        return "SignatureHeader[sentAt=" + sentAt + "]";
    }
}
