package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the signed time of sending is.
 *
 * @param header lower-case name of its header, or null if it is the {@code t} of the signature's list
 * @param unit how it is written
 * @param maxAge how far it may be from the time of receipt, before or after
 */
public record SendTime(@Nullable String header, Unit unit, Duration maxAge) {
    public enum Unit {
        SECONDS,
        MILLISECONDS,
        ISO_8601
    }

    static SendTime parse(ConfigValue config, SignatureForm form, Duration maxAge) {
        config.onlyMembers("header", "unit");
        Unit unit = config.at("unit").isPresent()
                ? config.at("unit").oneOf(Map.of("s", Unit.SECONDS, "ms", Unit.MILLISECONDS, "iso", Unit.ISO_8601))
                : Unit.SECONDS;
        if (config.at("header").isPresent()) {
            return new SendTime(HmacScheme.headerName(config.at("header")), unit, maxAge);
        }
        if (!(form instanceof SignatureForm.KeyValues)) {
            throw config.at("header").expected("a header: only a list of key-values can hold the time itself");
        }
        return new SendTime(null, unit, maxAge);
    }
}
