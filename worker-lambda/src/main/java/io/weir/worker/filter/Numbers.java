package io.weir.worker.filter;

import java.math.BigDecimal;

/** Which numbers the library compares: those that are written as a double is, at its shortest. */
final class Numbers {
    private Numbers() {}

    /** Whether it is less than, equal to or greater than others for the library, too. */
    static boolean isComparable(String text) {
        try {
            return isComparable(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return false; // an exponent beyond all bounds
        }
    }

    static boolean isComparable(BigDecimal number) {
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0;
    }
}
