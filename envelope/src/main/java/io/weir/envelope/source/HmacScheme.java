package io.weir.envelope.source;

import java.util.List;

/** A shared-secret scheme as data. */
public record HmacScheme(String header) implements Scheme {
    static HmacScheme parse(ConfigValue config) {
        return new HmacScheme(config.at("header").string());
    }

    @Override
    public List<String> requiredHeaders() {
        return List.of(header);
    }

    @Override
    public List<String> declaredHeaders() {
        return List.of(header);
    }
}
