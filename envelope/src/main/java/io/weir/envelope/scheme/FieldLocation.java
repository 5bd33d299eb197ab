package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a value of a request is. */
public sealed interface FieldLocation {
    /** In a header, by its lower-case name. */
    record Header(String name) implements FieldLocation {}

    /** In the query, by the decoded name of a parameter. */
    record Query(String name) implements FieldLocation {}

    /**
     * In a JSON body, by the names of members, or the indexes of an array, from the outside in (RFC 6901); {@code *} is every
     * element of an array. In a body that is a form, by one name.
     */
    record Body(List<String> path) implements FieldLocation {
        static final String EACH = "*";

        /** Whether it may be at several places. */
        public boolean isEach() {
            return path.contains(EACH);
        }

        /** The first of these places. */
        public Body first() {
            return new Body(
                    path.stream().map(step -> step.equals(EACH) ? "0" : step).toList());
        }
    }

    Pattern ODD_ESCAPE = Pattern.compile("~(?![01])");
    Pattern HEADER = Pattern.compile("[a-z0-9!#$&'*+.^_`|~-]{1,128}");

    /** Reads {@code x-topic}, {@code ?code} or {@code /event/type}. */
    static FieldLocation parse(ConfigValue config) {
        String text = config.string();
        if (text.startsWith("?") && text.length() > 1) {
            return new Query(text.substring(1));
        }
        return text.startsWith("/") ? body(config) : header(config);
    }

    /** Reads {@code x-topic}. */
    static Header header(ConfigValue config) {
        String name = config.string().toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(name).matches()) {
            throw config.expected("a header's name");
        }
        return new Header(name);
    }

    /** Reads {@code /event/type}. */
    static Body body(ConfigValue config) {
        String text = config.string();
        if (!text.startsWith("/") || ODD_ESCAPE.matcher(text).find()) {
            throw config.expected("a JSON pointer in which ~0 stands for ~ and ~1 for /");
        }
        return new Body(Stream.of(text.substring(1).split("/", -1))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
    }
}
