package io.weir.benchmarks.result;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them. */
public final class Numbers {
    private static final int DIGITS = 4;

    private Numbers() {}

    /** To so many digits: what lies behind them is noise. */
    static BigDecimal rounded(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not a number: " + value);
        }
        BigDecimal number = new BigDecimal(value);
        int whole = number.precision() - number.scale();
        return number.round(new MathContext(Math.max(DIGITS, whole))).stripTrailingZeros();
    }

    /** Without exponent, to four digits, with a comma at each thousand. */
    public static String plain(double value) {
        BigDecimal number = rounded(value);
        return number.scale() <= 0
                ? "%,d".formatted(number.toBigInteger())
                : number.abs().doubleValue() >= 1000 ? "%,.0f".formatted(number) : number.toPlainString();
    }

    /** Three digits are enough in a table. */
    public static String brief(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return "%,.0f".formatted(value);
        }
        String text =
                size >= 10 ? "%.1f".formatted(value) : size >= 0.1 ? "%.2f".formatted(value) : "%.3f".formatted(value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
