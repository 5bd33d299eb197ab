package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a sender proves its webhooks, as data. */
public sealed interface WebhookScheme extends Scheme permits SignatureScheme, TokenScheme, JwtScheme {
    /** The name of a scheme that is no preset. */
    String OWN = "own";

    /** The preset's name, or {@link #OWN}. */
    String name();

    /** How the sender's events are told apart. */
    Identity identity();

    /** Whether what stands there is proven. */
    boolean signs(FieldLocation location);

    /** Whether the sender proves when it sent. */
    boolean hasTime();

    /** Lower-case names of the headers that hold the proof and the time. */
    Set<String> proofHeaders();

    /** The parameter of the query that holds the proof, or the empty text. */
    default String proofParameter() {
        return "";
    }

    /** Whether a header may hold a proof, so that it goes no further than verification: this scheme's, or one beside it. */
    default boolean holdsProof(String header) {
        return proofHeaders().contains(header) || header.contains("signature") || header.contains("hmac");
    }

    /** Whether nothing tells two events apart that are signed alike, and it is not said what they are. */
    default boolean leavesEqualBodiesOpen() {
        return identity().id() == null && !hasTime() && identity().equalBodies() == null;
    }

    /**
     * What verification reads; of an own scheme also id and type. A preset does not insist on those: providers add and
     * drop headers, and an event without its own id has one all the same.
     */
    @Override
    default List<String> requiredHeaders() {
        Set<String> required = new LinkedHashSet<>(readHeaders());
        if (name().equals(OWN)) {
            required.addAll(identity().headers());
        }
        return List.copyOf(required);
    }

    /** Lower-case names of the headers without which nothing is proven. */
    Set<String> readHeaders();

    /** Proof, time, id and type: what a person looks for in a queue. */
    @Override
    default List<String> declaredHeaders() {
        Set<String> declared = new LinkedHashSet<>(proofHeaders());
        declared.addAll(identity().headers());
        return declared.stream().limit(4).toList();
    }

    /** Reads a preset's name, a preset with what its user adds, or an own scheme. */
    static WebhookScheme parse(ConfigValue config) {
        if (config.isString()) {
            return Presets.get(config);
        }
        if (!config.object().containsKey("preset")) {
            return parse(OWN, config);
        }
        WebhookScheme preset = Presets.get(config.at("preset"));
        if (preset instanceof JwtScheme) {
            config.onlyMembers("preset", "maxAge", "equalBodies", "audience", "issuer", "claims");
        } else {
            config.onlyMembers("preset", "maxAge", "equalBodies");
        }
        Map<Object, Object> members = new LinkedHashMap<>(Presets.schemeOf(preset.name()));
        members.putAll(config.object());
        members.remove("preset");
        return parse(preset.name(), new ConfigValue(config.path(), members));
    }

    /**
     * Reads a whole scheme.
     *
     * @param name the preset's, or {@link #OWN}
     */
    static WebhookScheme parse(String name, ConfigValue config) {
        return switch (config.at("kind").stringOr("hmac")) {
            case "hmac", "asymmetric" -> SignatureScheme.parse(name, config);
            case "token" -> TokenScheme.parse(name, config);
            case "jwt" -> JwtScheme.parse(name, config);
            default -> throw config.at("kind").expected("one of hmac, asymmetric, token, jwt");
        };
    }
}
