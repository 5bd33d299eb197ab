package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the signed time of sending is.
 *
 * @param at a header or a field of the body; null if it stands in the signature's list
 * @param listName its name in that list
 * @param unit how it is written
 * @param maxAge how far it may be from the time of receipt, before or after
 */
public record SendTime(@Nullable FieldLocation at, String listName, Unit unit, Duration maxAge) {
    public enum Unit {
        SECONDS,
        MILLISECONDS,
        /** With any offset and any fraction of a second. */
        ISO_8601
    }

    private static final Map<String, Unit> UNITS =
            Map.of("s", Unit.SECONDS, "ms", Unit.MILLISECONDS, "iso", Unit.ISO_8601);

    static SendTime parse(ConfigValue config, SignatureForm form, Duration maxAge) {
        config.onlyMembers("header", "field", "name", "unit");
        ConfigValue unit = config.at("unit");
        Unit written = unit.isPresent() ? unit.oneOf(UNITS) : Unit.SECONDS;
        if (config.at("header").isPresent()) {
            return new SendTime(FieldLocation.header(config.at("header")), "", written, maxAge);
        }
        if (config.at("field").isPresent()) {
            return new SendTime(FieldLocation.body(config.at("field")), "", written, maxAge);
        }
        if (!(form instanceof SignatureForm.KeyValues)) {
            throw config.at("header")
                    .expected("a header, or a field: only a list of key-values can hold the time itself");
        }
        return new SendTime(null, config.at("name").stringOr("t"), written, maxAge);
    }
}
