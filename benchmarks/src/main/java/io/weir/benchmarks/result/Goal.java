package io.weir.benchmarks.result;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a ratio should be.
 *
 * @param isCeiling whether less is better
 */
public record Goal(boolean isCeiling, double bound) {
    private static final Pattern FORM = Pattern.compile("([<>])= ([0-9]+(?:\\.[0-9]+)?)");

    /** Reads {@code <= 2} or {@code >= 0.5}. */
    public static Goal parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a goal such as <= 2 or >= 0.5, not " + text);
        }
        return new Goal(matcher.group(1).equals("<"), Double.parseDouble(matcher.group(2)));
    }

    /** Whether this value is as good as it should be. */
    public boolean isReachedBy(double value) {
        return isCeiling ? value <= bound : value >= bound;
    }

    @Override
    public String toString() {
        return (isCeiling ? "<= " : ">= ") + Numbers.plain(bound);
    }
}
