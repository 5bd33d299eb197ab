package io.weir.operations.aws.ledger;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text of anyone's as part of a regular expression of Logs Insights, between two slashes. Letters, digits, and a few marks
 * that mean nothing there stand for themselves; every other character is a dot, which is any one. So nothing can end the
 * expression or widen it beyond texts of the same length; the lines that come back are compared exactly.
 */
final class InsightsText {
    private static final String PLAIN = "_-:@ ,=";

    private InsightsText() {}

    /** Of exactly this text. */
    static String whole(String text) {
        return "^" + literal(text) + "$";
    }

    /** Of what begins so, whatever the letters' case. */
    static String beginning(String text) {
        return "^(?i:" + literal(text) + ")";
    }

    /** Of what holds the text, whatever the letters' case. JSON may have escaped some of it: a character may be six. */
    static String somewhere(String text) {
        return "(?i:"
                + text.codePoints()
                        .mapToObj(character -> isPlain(character) ? Character.toString(character) : ".{1,12}")
                        .collect(Collectors.joining())
                + ")";
    }

    /** Of this pattern, in which a star stands for any text. */
    static String pattern(String text) {
        return "^"
                + Stream.of(text.split("\\*", -1)).map(InsightsText::literal).collect(Collectors.joining(".*"))
                + "$";
    }

    private static String literal(String text) {
        return text.codePoints()
                .mapToObj(character -> isPlain(character) ? Character.toString(character) : any(character))
                .collect(Collectors.joining());
    }

    /** One that is two chars of Java may count as one or two there. */
    private static String any(int character) {
        return Character.charCount(character) == 1 ? "." : ".{1,2}";
    }

    private static boolean isPlain(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || PLAIN.indexOf(character) >= 0;
    }
}
