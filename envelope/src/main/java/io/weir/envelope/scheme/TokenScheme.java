package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A shared secret that the sender shows with each request. It vouches for the whole request, as long as nobody else has seen it.
 *
 * @param name the preset's name, or {@code own}
 * @param at where it is
 * @param prefix what stands before it, possibly empty
 * @param basic whether it is written as Basic authentication (RFC 7617): base64 of {@code user:password}
 * @param identity how the sender's events are told apart
 */
public record TokenScheme(String name, FieldLocation at, String prefix, boolean basic, Identity identity)
        implements WebhookScheme {
    /** A token of fewer characters can be guessed. */
    public static final int MIN_LENGTH = 16;

    private static final String AUTHORIZATION = "authorization";

    static TokenScheme parse(String name, ConfigValue config) {
        config.onlyMembers("kind", "header", "prefix", "query", "field", "basic", "id", "type", "equalBodies");
        Identity identity = Identity.parse(config);
        long places = Stream.of("header", "query", "field", "basic")
                .filter(place -> config.at(place).isPresent())
                .count();
        if (places != 1) {
            throw config.at("header").expected("one of header, query, field and basic");
        }
        if (config.at("prefix").isPresent() && !config.at("header").isPresent()) {
            throw config.at("prefix").expected("nothing: only a header has a prefix");
        }
        if (config.at("basic").isPresent()) {
            if (!Boolean.TRUE.equals(config.at("basic").value())) {
                throw config.at("basic").expected("true, or nothing");
            }
            return new TokenScheme(name, new FieldLocation.Header(AUTHORIZATION), "Basic ", true, identity);
        }
        return new TokenScheme(name, location(config), config.at("prefix").stringOr(""), false, identity);
    }

    private static FieldLocation location(ConfigValue config) {
        if (config.at("query").isPresent()) {
            return new FieldLocation.Query(config.at("query").string());
        }
        return config.at("field").isPresent()
                ? FieldLocation.body(config.at("field"))
                : FieldLocation.header(config.at("header"));
    }

    @Override
    public boolean signs(FieldLocation location) {
        return true;
    }

    @Override
    public boolean hasTime() {
        return false;
    }

    @Override
    public Set<String> proofHeaders() {
        return at instanceof FieldLocation.Header(String header) ? Set.of(header) : Set.of();
    }

    @Override
    public Set<String> readHeaders() {
        return proofHeaders();
    }

    @Override
    public String proofParameter() {
        return at instanceof FieldLocation.Query(String parameter) ? parameter : "";
    }
}
