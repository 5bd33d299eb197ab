package io.weir.worker.hmac;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SendTime;
import io.weir.envelope.source.SignatureForm;
import io.weir.worker.verify.Reason;
import io.weir.worker.verify.RejectionException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the signature's header (and the time's) of a request says.
 *
 * @param text the header as it came
 * @param signatures decoded, each of the algorithm's length, at least one
 * @param time the time as it was written, or null if the scheme has none
 * @param sentAt the same as an instant
 */
record SignatureHeader(
        String text,
        List<byte[]> signatures,
        @Nullable String time,
        @Nullable Instant sentAt) {
    /** Plain ASCII digits. Twelve of seconds or fifteen of milliseconds reach beyond the year 9999. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    private static final Instant YEAR_10000 =
            Instant.parse("9999-12-31T23:59:59Z").plus(1, ChronoUnit.SECONDS);
    private static final int MAX_SIGNATURES = 32;

    /**
     * Reads the headers that a scheme names.
     *
     * @throws RejectionException {@code unsigned} if there is no signature, {@code malformed} if it is not written as the
     *     scheme demands
     */
    static SignatureHeader read(HmacScheme scheme, ReceivedRequest request) throws RejectionException {
        String text = request.header(scheme.header());
        if (text == null || text.isEmpty()) {
            throw new RejectionException(Reason.UNSIGNED, "no header " + scheme.header());
        }
        List<String> written = new ArrayList<>();
        List<String> times = new ArrayList<>();
        split(scheme, text, written, times);
        SendTime sendTime = scheme.time();
        String time = null;
        if (sendTime != null) {
            time = sendTime.header() == null ? only(times) : request.header(sendTime.header());
            if (time == null) {
                throw malformed("no time of sending");
            }
        }
        List<byte[]> signatures = new ArrayList<>();
        for (String signature : written) {
            byte[] bytes = SignatureEncoding.decode(signature, scheme.encoding());
            if (bytes == null || bytes.length != scheme.algorithm().length()) {
                throw malformed("a signature in " + scheme.header() + " is not "
                        + scheme.algorithm().length() + " bytes in " + scheme.encoding());
            }
            signatures.add(bytes);
        }
        return new SignatureHeader(
                text, signatures, time, sendTime == null || time == null ? null : instant(time, sendTime.unit()));
    }

    private static void split(HmacScheme scheme, String text, List<String> signatures, List<String> times)
            throws RejectionException {
        switch (scheme.form()) {
            case SignatureForm.Plain(String prefix) -> {
                if (!text.startsWith(prefix)) {
                    throw malformed(scheme.header() + " does not begin with " + prefix);
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
                    if (entry.startsWith(version + ",")) {
                        signatures.add(entry.substring(version.length() + 1));
                    }
                }
            }
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw malformed(scheme.header() + " holds no signature of the version, or too many");
        }
    }

    private static @Nullable String only(List<String> times) throws RejectionException {
        if (times.size() > 1) {
            throw malformed("the time of sending is there twice");
        }
        return times.isEmpty() ? null : times.getFirst();
    }

    private static Instant instant(String time, SendTime.Unit unit) throws RejectionException {
        try {
            Instant instant = switch (unit) {
                case ISO_8601 -> Instant.parse(time);
                case SECONDS -> Instant.ofEpochSecond(digits(time));
                case MILLISECONDS -> Instant.ofEpochMilli(digits(time));
            };
            if (instant.isBefore(YEAR_10000) && !instant.isBefore(Instant.EPOCH)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // The rejection below.
        }
        throw malformed("the time of sending is not written as the scheme demands");
    }

    private static long digits(String time) throws RejectionException {
        if (!DIGITS.matcher(time).matches()) {
            throw malformed("the time of sending is not plain digits");
        }
        return Long.parseLong(time);
    }

    /** Whether one of the signatures is this one. Compares all of them, each in constant time. */
    boolean matches(byte[] expected) {
        boolean matches = false;
        for (byte[] signature : signatures) {
            matches |= MessageDigest.isEqual(signature, expected);
        }
        return matches;
    }

    /**
     * An id for a sender that gives none: the SHA-256 of source, body and signature. A retry that carries the same bytes
     * has the same id; one that is signed anew, with a new time, has another.
     */
    String fallbackId(ReceivedRequest request) {
        MessageDigest digest = Digests.sha256();
        digest.update(request.source().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(request.body());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static RejectionException malformed(String detail) {
        return new RejectionException(Reason.MALFORMED, detail);
    }

    /** Leaves the signature out. */
    @Override
    public String toString() {
        return "SignatureHeader[sentAt=" + sentAt + "]";
    }
}
