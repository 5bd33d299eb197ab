package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.stream.Stream;

/** Where a value of a request is. */
public sealed interface FieldLocation {
    /** In a header, by its lower-case name. */
    record Header(String name) implements FieldLocation {}

    /** In a JSON body, by the names of members from the outside in (RFC 6901, objects only). */
    record Body(List<String> path) implements FieldLocation {}

    /** Reads {@code x-topic} or {@code /event/type}. */
    static FieldLocation parse(ConfigValue config) {
        String text = config.string();
        if (!text.startsWith("/")) {
            return new Header(HmacScheme.headerName(config));
        }
        return new Body(Stream.of(text.substring(1).split("/", -1))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
    }
}
