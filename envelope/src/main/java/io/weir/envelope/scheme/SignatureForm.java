package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.Map;

/** How signatures are written in their header. */
public sealed interface SignatureForm {
    /** One signature behind a prefix, which may be empty: {@code sha256=<hex>}. */
    record Plain(String prefix) implements SignatureForm {}

    /**
     * Names and values with a separator between: {@code t=<time>,v1=<hex>,v1=<hex>}. Those of another name are ignored.
     *
     * @param version the name of the signatures
     */
    record KeyValues(String version, char separator) implements SignatureForm {}

    /** Versions and signatures with spaces between: {@code v1,<base64> v1,<base64>}. Other versions are ignored. */
    record Versions(String version) implements SignatureForm {}

    /** Reads the members {@code prefix}, {@code list} and {@code version} of a scheme. */
    static SignatureForm parse(ConfigValue scheme) {
        if (!scheme.at("list").isPresent()) {
            for (String member : List.of("version", "separator")) {
                if (scheme.at(member).isPresent()) {
                    throw scheme.at(member).expected("nothing, since there is no list");
                }
            }
            return new Plain(scheme.at("prefix").stringOr(""));
        }
        if (scheme.at("prefix").isPresent()) {
            throw scheme.at("prefix").expected("nothing, since there is a list");
        }
        String version = scheme.at("version").string();
        return scheme.at("list")
                .oneOf(Map.<String, SignatureForm>of(
                        "key-values", new KeyValues(version, separator(scheme)), "versions", new Versions(version)));
    }

    private static char separator(ConfigValue scheme) {
        String separator = scheme.at("separator").stringOr(",");
        if (!List.of(",", ";", "&").contains(separator)) {
            throw scheme.at("separator").expected("one of , ; &");
        }
        return separator.charAt(0);
    }
}
