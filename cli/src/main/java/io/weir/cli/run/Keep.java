package io.weir.cli.run;

import io.weir.config.ConfigurationException;
import io.weir.local.ledger.Pruning;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The option {@code --keep}: a time, a size, or both. */
public final class Keep {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([mhd])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([kmgt]i?b)");
    private static final Map<Character, Integer> SHIFTS = Map.of('k', 10, 'm', 20, 'g', 30, 't', 40);

    private Keep() {}

    /**
     * The limits with what the option says.
     *
     * @throws ConfigurationException if it says nothing of the kind
     */
    public static Pruning.Limits limits(@Nullable String option) {
        Pruning.Limits limits = Pruning.Limits.DEFAULT;
        if (option == null) {
            return limits;
        }
        Duration time = limits.bodiesFor();
        long bytes = limits.bodyBytes();
        for (String part : option.toLowerCase(Locale.ROOT).split(",", -1)) {
            Matcher asTime = TIME.matcher(part.strip());
            Matcher asSize = SIZE.matcher(part.strip());
            if (asTime.matches()) {
                time = time(asTime);
            } else if (asSize.matches()) {
                bytes = Long.parseLong(asSize.group(1))
                        << SHIFTS.getOrDefault(asSize.group(2).charAt(0), 0);
            } else {
                throw new ConfigurationException("--keep: expected a time, a size or both, such as 24h,1GiB");
            }
        }
        return new Pruning.Limits(time, bytes, limits.requestsFor(), limits.requests());
    }

    private static Duration time(Matcher time) {
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
