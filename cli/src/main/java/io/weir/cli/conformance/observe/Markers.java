package io.weir.cli.conformance.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The markers of one run: {@code case-<run>-<n>}. What a receiver makes of a request is found by the marker in it. All have one
 * length, so that none is the beginning of another.
 */
public final class Markers {
    private static final Pattern MARKER = Pattern.compile("case-[0-9a-z]{8}-[0-9]{5}");

    /** How many bytes of a body or a file are looked at: more than any case sends, and less than memory. */
    static final int MAX = 16 * 1024 * 1024;

    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private final String run;
    private int last;

    private Markers(String run) {
        this.run = run;
    }

    /** Those of a run of its own. */
    public static Markers random() {
        long number = new SecureRandom().nextLong(2_821_109_907_456L); // 36^8
        String run = "00000000" + Long.toString(number, 36);
        return new Markers(run.substring(run.length() - 8));
    }

    /** The next one. */
    public String next() {
        last++;
        return String.format(Locale.ROOT, "case-%s-%05d", run, last);
    }

    /** All markers in some bytes, also if they are compressed by gzip. */
    public static Set<String> in(byte[] bytes) {
        Set<String> found = new LinkedHashSet<>();
        add(found, new String(unpacked(bytes), ISO_8859_1));
        return found;
    }

    /** All markers in a text. */
    public static Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        add(found, text);
        return found;
    }

    private static void add(Set<String> found, String text) {
        Matcher markers = MARKER.matcher(text);
        while (markers.find()) {
            found.add(markers.group());
        }
    }

    private static byte[] unpacked(byte[] bytes) {
        if (bytes.length < GZIP.length || bytes[0] != GZIP[0] || bytes[1] != GZIP[1]) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readNBytes(MAX);
        } catch (IOException e) {
            return bytes; // it only begins like it
        }
    }
}
