package io.weir.verify;

import io.weir.envelope.scheme.SendTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** How a sender writes the time of sending. */
public final class TimeText {
    /** Plain ASCII digits. Twelve of seconds or fifteen of milliseconds reach beyond the year 9999. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    private static final Instant YEAR_10000 =
            Instant.parse("9999-12-31T23:59:59Z").plus(1, ChronoUnit.SECONDS);

    private TimeText() {}

    /**
     * Reads a time between 1970 and the year 9999.
     *
     * @throws RejectionException {@code malformed} if it is anything else
     */
    public static Instant read(String time, SendTime.Unit unit) throws RejectionException {
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
        throw RejectionException.malformed("the time of sending is not written as the scheme demands");
    }

    private static long digits(String time) throws RejectionException {
        if (!DIGITS.matcher(time).matches()) {
            throw RejectionException.malformed("the time of sending is not plain digits");
        }
        return Long.parseLong(time);
    }

    public static String write(Instant time, SendTime.Unit unit) {
        return switch (unit) {
            case SECONDS -> Long.toString(time.getEpochSecond());
            case MILLISECONDS -> Long.toString(time.toEpochMilli());
            case ISO_8601 -> time.toString();
        };
    }
}
