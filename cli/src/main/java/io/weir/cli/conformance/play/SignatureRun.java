package io.weir.cli.conformance.play;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The signature's own characters in the value of a header: the first run of characters of hexadecimal, base64 or base64url that is
 * long enough to be one, without what stands before it.
 */
final class SignatureRun {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{20,}={0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32,}");
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String BASE64URL = BASE64.replace('+', '-').replace('/', '_');
    private static final int HALF_HEX = 8;
    private static final int HALF_BASE64 = 32;

    private SignatureRun() {}

    /** With hexadecimal digits in upper case; null if there are none to change. */
    static @Nullable String upper(String value) {
        Matcher hex = HEX.matcher(value);
        return hex.find() ? hex.replaceFirst(run -> run.group().toUpperCase(Locale.ROOT)) : null;
    }

    /** With so many characters of the run; null if there is no run, or it is not longer. */
    static @Nullable String keep(String value, int characters) {
        Matcher run = RUN.matcher(value);
        return run.find() && run.end() - run.start() > characters
                ? value.substring(0, run.start() + characters) + value.substring(run.end())
                : null;
    }

    /**
     * With another character at an index of the run, padding left out; its first bit is the other one, so that the bytes differ
     * whatever the padding. Null if there is no such character.
     */
    static @Nullable String flip(String value, int index) {
        Matcher run = RUN.matcher(value);
        if (!run.find()) {
            return null;
        }
        int end = run.end();
        while (value.charAt(end - 1) == '=') {
            end--;
        }
        int at = index < 0 ? end + index : run.start() + index;
        return at < run.start() || at >= end
                ? null
                : value.substring(0, at) + other(value.charAt(at), run.group()) + value.substring(at + 1);
    }

    private static char other(char character, String run) {
        if (run.matches("[0-9a-f]+")) {
            return Character.forDigit(Character.digit(character, 16) ^ HALF_HEX, 16);
        }
        String alphabet = run.contains("-") || run.contains("_") ? BASE64URL : BASE64;
        return alphabet.charAt(alphabet.indexOf(character) ^ HALF_BASE64);
    }
}
