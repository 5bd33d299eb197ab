package io.weir.console.show;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and spans as people read and type them. All times are UTC: an incident has many readers. */
public final class Times {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UTC_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern BACK = Pattern.compile("(\\d{1,6})([smhdw])");

    private static final List<Reader> READERS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));

    private Times() {}

    /** To the second. */
    public static String utc(Instant time) {
        return UTC.format(time);
    }

    /** To the millisecond. */
    public static String utcMillis(Instant time) {
        return UTC_MILLIS.format(time);
    }

    /** How long ago it was, or in what time it will be. */
    public static String ago(Instant time, Instant now) {
        Duration span = Duration.between(time, now);
        if (span.isNegative()) {
            return "in " + span(span.negated());
        }
        return span.toSeconds() < 1 ? "now" : span(Duration.ofSeconds(span.toSeconds())) + " ago";
    }

    /** A span in at most two units. */
    public static String span(Duration span) {
        if (span.isNegative()) {
            return "0 ms";
        } else if (span.toMillis() < 1000) {
            return span.toMillis() + " ms";
        } else if (span.toSeconds() < 60) {
            long tenths = span.toMillis() / 100;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        } else if (span.toMinutes() < 60) {
            return pair(span.toMinutes(), "min", span.toSecondsPart(), "s");
        } else if (span.toHours() < 24) {
            return pair(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        return pair(span.toDays(), "d", span.toHoursPart(), "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        String first = large + " " + largeUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }

    /** A time as it was typed, such as {@code 2h} for two hours ago, or null if it is none. */
    static @Nullable Instant read(String text, Instant now) {
        Matcher back = BACK.matcher(text);
        if (back.matches()) {
            return now.minusSeconds(Long.parseLong(back.group(1)) * seconds(back.group(2)));
        }
        for (Reader reader : READERS) {
            Instant time = tried(reader, text);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static @Nullable Instant tried(Reader reader, String text) {
        try {
            return reader.read(text);
        } catch (DateTimeException e) {
            return null; // written in another way, or no time
        }
    }

    private interface Reader {
        Instant read(String text);
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 604_800;
        };
    }
}
