package io.weir.cli.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations as people write and read them; all in UTC. */
public final class When {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,7})([smhdw])");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private When() {}

    /**
     * A time such as {@code 2h}, which is two hours before now, {@code 2026-03-06}, or {@code 2026-03-06T19:31:32Z}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Instant parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) {
                return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
            }
            return text.length() == "2026-03-06".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("expected a time such as 2h, 3d, 2026-03-06 or 2026-03-06T19:31:32Z", e);
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    /** A time for a table: date and time in UTC. */
    public static String moment(@Nullable Instant time) {
        return time == null ? "-" : MOMENT.format(time);
    }

    /** A time of today: hours, minutes and seconds in UTC. */
    public static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** How long ago, in its largest unit: {@code 5 m}. */
    public static String age(@Nullable Instant time, Instant now) {
        if (time == null) {
            return "-";
        }
        long seconds = Math.max(0, time.until(now, ChronoUnit.SECONDS));
        if (seconds < 120) {
            return seconds + " s";
        } else if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** A duration: {@code 41 ms}, {@code 2.1 s}. */
    public static String took(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 120_000 ? millis / 1000 + "." + millis % 1000 / 100 + " s" : millis / 60_000 + " min";
    }
}
