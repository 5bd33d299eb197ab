package io.weir.console.show;

import io.weir.operations.text.Escaped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts and figures as pages show them. */
public final class Words {
    private Words() {}

    /** What a stranger may have written, on one line; nothing for null. */
    public static String line(@Nullable String text) {
        return text == null ? "" : Escaped.line(text);
    }

    /** The same where a dash says that there is nothing. */
    public static String lineOrDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "–" : Escaped.line(text);
    }

    /** A count with its thousands apart. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count with its noun. */
    public static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** A size. */
    public static String size(long bytes) {
        String[] units = {"KB", "MB", "GB", "TB"};
        double size = bytes;
        int unit = -1;
        while (size >= 1000 && unit < units.length - 1) {
            size /= 1000;
            unit++;
        }
        return unit < 0
                ? bytes + " B"
                : String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
    }

    /** A text within an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
