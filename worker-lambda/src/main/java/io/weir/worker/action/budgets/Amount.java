package io.weir.worker.action.budgets;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount as AWS Budgets writes it: {@code $1,234.56}, {@code 1,234.56 EUR}, {@code 750 Hrs}, {@code 80.00%}.
 *
 * @param value the number, with all its digits
 * @param unit currency code or unit; {@code USD} for a dollar sign
 */
public record Amount(BigDecimal value, String unit) {
    private static final Pattern TEXT = Pattern.compile(
            "(-?)(\\$?)(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(\\.[0-9]{1,12})?(?: ?(%|[A-Za-z][A-Za-z-]{0,15}))?");

    /** The amount, or null if the text is none that is known. */
    static @Nullable Amount parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        String sign = matcher.group(1) + matcher.group(3);
        boolean dollars = !matcher.group(2).isEmpty();
        if (sign.length() > 1
                || (dollars && matcher.group(6) != null && !matcher.group(6).equals("USD"))) {
            return null;
        }
        String fraction = matcher.group(5) == null ? "" : matcher.group(5);
        String unit = dollars ? "USD" : matcher.group(6) == null ? "" : matcher.group(6);
        return new Amount(new BigDecimal(sign + matcher.group(4).replace(",", "") + fraction), unit);
    }

    @Override
    public String toString() {
        return unit.equals("%") ? value + "%" : (value.toPlainString() + " " + unit).strip();
    }
}
