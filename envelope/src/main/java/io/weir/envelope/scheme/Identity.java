package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scheme says of its sender's events beside the proof: how they are told apart.
 *
 * @param id where the sender's id of the event is, or null
 * @param type where the sender's type of the event is, or null
 * @param equalBodies what two requests are that were signed alike, or null if the scheme does not say it
 */
public record Identity(
        @Nullable FieldLocation id,
        @Nullable FieldLocation type,
        @Nullable EqualBodies equalBodies) {
    /** What two requests are in which the same bytes are signed. */
    public enum EqualBodies {
        /** One event, whatever else differs: it cannot be repeated by someone who captured it. */
        SAME,
        /** Two events if what is not signed says so: someone who captured one can repeat it as another. */
        DISTINCT
    }

    private static final Map<String, EqualBodies> EQUAL_BODIES =
            Map.of("same", EqualBodies.SAME, "distinct", EqualBodies.DISTINCT);

    static Identity parse(ConfigValue config) {
        ConfigValue equalBodies = config.at("equalBodies");
        return new Identity(
                config.at("id").isPresent() ? FieldLocation.parse(config.at("id")) : null,
                config.at("type").isPresent() ? FieldLocation.parse(config.at("type")) : null,
                equalBodies.isPresent() ? equalBodies.oneOf(EQUAL_BODIES) : null);
    }

    /** Lower-case names of the headers that say id and type. */
    Set<String> headers() {
        Set<String> headers = new LinkedHashSet<>();
        for (FieldLocation location : Arrays.asList(id, type)) {
            if (location instanceof FieldLocation.Header(String field)) {
                headers.add(field);
            }
        }
        return headers;
    }
}
