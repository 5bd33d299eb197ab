package io.weir.worker.sns;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How SNS writes a time. Stricter than {@link Instant#parse}, which takes other offsets, years and cases too, and several
 * times as fast.
 */
final class SnsTimestamp {
    /** A 0 for each digit; a fraction of one to nine digits may stand before the Z. */
    private static final String FORM = "0000-00-00T00:00:00";

    private static final int MAX_FRACTION_DIGITS = 9;

    private SnsTimestamp() {}

    /** The time, or null if the text is not written so or there is no such day or hour. */
    static @Nullable Instant parse(String text) {
        if (!hasForm(text)) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            nanos(text))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean hasForm(String text) {
        int fraction = text.length() - FORM.length() - 2;
        boolean rightLength = fraction == -1 || (fraction >= 1 && fraction <= MAX_FRACTION_DIGITS);
        if (!rightLength || text.charAt(text.length() - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < text.length() - 1; i++) {
            char expected = i < FORM.length() ? FORM.charAt(i) : i == FORM.length() ? '.' : '0';
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static int nanos(String text) {
        int from = FORM.length() + 1;
        int to = text.length() - 1;
        if (to <= from) {
            return 0;
        }
        int nanos = number(text, from, to);
        for (int digits = to - from; digits < MAX_FRACTION_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }
}
