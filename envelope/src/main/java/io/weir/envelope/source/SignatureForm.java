package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.util.Map;

/** How signatures are written in their header. */
public sealed interface SignatureForm {
    /** One signature behind a prefix, which may be empty: {@code sha256=<hex>}. */
    record Plain(String prefix) implements SignatureForm {}

    /** Names and values with commas between: {@code t=<time>,v1=<hex>,v1=<hex>}. Those of another name are ignored. */
    record KeyValues(String version) implements SignatureForm {}

    /** Versions and signatures with spaces between: {@code v1,<base64> v1,<base64>}. Other versions are ignored. */
    record Versions(String version) implements SignatureForm {}

    /** Reads the members {@code prefix}, {@code list} and {@code version} of a scheme. */
    static SignatureForm parse(ConfigValue scheme) {
        if (!scheme.at("list").isPresent()) {
            if (scheme.at("version").isPresent()) {
                throw scheme.at("version").expected("nothing, since there is no list");
            }
            return new Plain(scheme.at("prefix").stringOr(""));
        }
        if (scheme.at("prefix").isPresent()) {
            throw scheme.at("prefix").expected("nothing, since there is a list");
        }
        String version = scheme.at("version").string();
        return scheme.at("list")
                .oneOf(Map.<String, SignatureForm>of(
                        "key-values", new KeyValues(version), "versions", new Versions(version)));
    }
}
