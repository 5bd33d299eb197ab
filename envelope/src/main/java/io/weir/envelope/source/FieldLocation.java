package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a value of a request is. */
public sealed interface FieldLocation {
    /** In a header, by its lower-case name. */
    record Header(String name) implements FieldLocation {}

    /** In a JSON body, by the names of members, or the indexes of an array, from the outside in (RFC 6901). */
    record Body(List<String> path) implements FieldLocation {}

    Pattern ODD_ESCAPE = Pattern.compile("~(?![01])");

    /** Reads {@code x-topic} or {@code /event/type}. */
    static FieldLocation parse(ConfigValue config) {
        String text = config.string();
        if (!text.startsWith("/")) {
            return new Header(HmacScheme.headerName(config));
        }
        if (ODD_ESCAPE.matcher(text).find()) {
            throw config.expected("a JSON pointer in which ~0 stands for ~ and ~1 for /");
        }
        return new Body(Stream.of(text.substring(1).split("/", -1))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
    }
}
