package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Token (RFC 7519) that the sender signs for each request or for some minutes. Where it holds no hash of the body it
 * vouches for the whole request, as long as nobody else has seen it.
 *
 * @param name the preset's name, or {@code own}
 * @param header lower-case name of the header that holds the token
 * @param prefix what stands before it, possibly empty
 * @param algorithms the only ones that are believed, by their names in RFC 7518
 * @param jwks https URL of the sender's keys (RFC 7517); null if the source's secret holds them
 * @param issuers the only values of {@code iss}; none if it is not looked at
 * @param audience the value that {@code aud} must have, or null if it is not looked at
 * @param claims further claims with the exact text that each must have; a truth is {@code true} or {@code false}
 * @param bodyHash the claim that holds the body's SHA-256 in hex, or null
 * @param maxAge how far {@code iat} may be from the time of receipt, or null: then {@code exp} alone limits the age
 * @param identity how the sender's events are told apart
 */
public record JwtScheme(
        String name,
        String header,
        String prefix,
        List<String> algorithms,
        @Nullable URI jwks,
        List<String> issuers,
        @Nullable String audience,
        Map<String, String> claims,
        @Nullable String bodyHash,
        @Nullable Duration maxAge,
        Identity identity)
        implements WebhookScheme {
    /** With a public key each: a shared secret is no key of a JWKS that anyone can read. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "RS256", "RS256", "RS384", "RS384", "RS512", "RS512", "PS256", "PS256", "ES256", "ES256", "ES384", "ES384",
            "ES512", "ES512", "EdDSA", "EdDSA");

    private static final String AUTHORIZATION = "authorization";

    public JwtScheme {
        algorithms = List.copyOf(algorithms);
        issuers = List.copyOf(issuers);
        claims = Map.copyOf(claims);
    }

    static JwtScheme parse(String name, ConfigValue config) {
        config.onlyMembers(
                "kind",
                "header",
                "prefix",
                "algorithms",
                "jwks",
                "issuer",
                "audience",
                "claims",
                "bodyHash",
                "maxAge",
                "id",
                "type",
                "equalBodies");
        String header = config.at("header").isPresent()
                ? FieldLocation.header(config.at("header")).name()
                : AUTHORIZATION;
        JwtScheme scheme = new JwtScheme(
                name,
                header,
                config.at("prefix").stringOr(header.equals(AUTHORIZATION) ? "Bearer " : ""),
                config.at("algorithms").list(algorithm -> algorithm.oneOf(ALGORITHMS)),
                config.at("jwks").isPresent() ? httpsUrl(config.at("jwks")) : null,
                issuers(config.at("issuer")),
                config.at("audience").isPresent() ? config.at("audience").string() : null,
                claims(config.at("claims")),
                bodyHash(config.at("bodyHash")),
                config.at("maxAge").isPresent() ? config.at("maxAge").duration() : null,
                Identity.parse(config));
        if (scheme.algorithms.isEmpty()) {
            throw config.at("algorithms")
                    .expected("at least one of " + String.join(", ", new TreeSet<>(ALGORITHMS.keySet())));
        }
        return scheme;
    }

    /**
     * Whether every token that the sender's keys sign would do, whomever it is for.
     *
     * @param config the scheme where a source has it
     */
    public void checkBound(ConfigValue config) {
        if (audience == null && bodyHash == null) {
            throw config.at("audience")
                    .expected("the audience of your tokens: the same keys sign tokens for everyone else too");
        }
    }

    private static List<String> issuers(ConfigValue config) {
        if (!config.isPresent()) {
            return List.of();
        }
        return config.isString() ? List.of(config.string()) : config.list(ConfigValue::string);
    }

    /** A claim that is true or false is compared by that word. */
    private static Map<String, String> claims(ConfigValue config) {
        Map<String, String> claims = new LinkedHashMap<>();
        if (config.isPresent()) {
            for (Object name : config.object().keySet()) {
                ConfigValue claim = config.at((String) name);
                claims.put((String) name, claim.value() instanceof Boolean truth ? truth.toString() : claim.string());
            }
        }
        return claims;
    }

    private static @Nullable String bodyHash(ConfigValue config) {
        if (!config.isPresent()) {
            return null;
        }
        config.onlyMembers("claim");
        return config.at("claim").string();
    }

    private static URI httpsUrl(ConfigValue config) {
        try {
            URI url = new URI(config.string());
            if ("https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The error below.
        }
        throw config.expected("an https URL: keys that come any other way are anyone's");
    }

    @Override
    public boolean signs(FieldLocation location) {
        return bodyHash == null || location instanceof FieldLocation.Body;
    }

    @Override
    public boolean hasTime() {
        return maxAge != null;
    }

    @Override
    public Set<String> proofHeaders() {
        return Set.of(header);
    }

    @Override
    public Set<String> readHeaders() {
        return proofHeaders();
    }
}
