package io.weir.cli.schemes;

import io.weir.config.ConfigValue;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the file of a preset tells a person.
 *
 * @param name the preset
 * @param sender its name, as people know it
 * @param proof how its requests are proven, in one or two words
 * @param handshake what the door answers before events come, in a few words; {@code -} for nothing
 * @param evidence what the preset was held against: an example of the sender, its library, or its documentation alone
 * @param click what to do at the sender
 * @param write what to write here: the members of a source
 * @param notes what a user must know, possibly empty
 * @param sources the pages on which its rules are based, by what they are about
 */
record PresetFile(
        String name,
        String sender,
        String proof,
        String handshake,
        String evidence,
        String click,
        Object write,
        String notes,
        List<Link> sources) {
    /** @param rule what the page is about */
    record Link(String rule, String url) {}

    private static final Map<String, String> EVIDENCE =
            Map.of("vector", "vector", "sdk", "SDK", "documentation", "documentation");

    PresetFile {
        sources = List.copyOf(sources);
    }

    /** All of them, in the order of their names. */
    static List<PresetFile> all() {
        return Presets.names().stream().map(PresetFile::of).toList();
    }

    /**
     * The file of a preset.
     *
     * @throws IllegalArgumentException if there is none
     */
    static PresetFile of(String name) {
        ConfigValue file = new ConfigValue("preset " + name, Presets.file(name));
        ConfigValue setup = file.at("setup");
        return new PresetFile(
                name,
                file.at("sender").string(),
                proof(Presets.scheme(name)),
                handshake(file),
                file.at("proof").oneOf(EVIDENCE),
                setup.at("click").string(),
                setup.at("write").object(),
                file.at("notes").stringOr(""),
                file.at("sources")
                        .list(link -> new Link(
                                link.at("rule").string(), link.at("url").string())));
    }

    private static String proof(WebhookScheme scheme) {
        return switch (scheme) {
            case TokenScheme token -> token.basic() ? "Basic" : "token";
            case JwtScheme jwt -> "JWT";
            case SignatureScheme signature when signature.certificate() != null -> "certificate";
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() -> "public key";
            case SignatureScheme signature -> signature.signature().algorithm().isDigest() ? "digest" : "HMAC";
        };
    }

    private static String handshake(ConfigValue file) {
        List<String> words = new ArrayList<>();
        Set<String> methods = new LinkedHashSet<>();
        boolean isSigned = false;
        boolean isKept = false;
        for (ConfigValue rule : file.at("handshake").list(each -> each)) {
            methods.addAll(
                    rule.at("method").isString()
                            ? List.of(rule.at("method").string())
                            : rule.at("method").list(ConfigValue::string));
            isSigned |= rule.at("hmac").isPresent();
            isKept |= rule.at("keep").isPresent();
        }
        if (file.at("setup").at("write").at("handshake").value() instanceof Map<?, ?> own && own.containsKey("meta")) {
            methods.add("GET");
        }
        if (!methods.isEmpty()) {
            words.add(String.join(", ", methods));
        }
        if (isSigned) {
            words.add("signed");
        }
        if (isKept) {
            words.add("kept for you");
        }
        if (file.at("verify").isPresent()) {
            words.add("401 at the door");
        }
        return words.isEmpty() ? "-" : String.join("; ", words);
    }

    /** Whether a word occurs in its names. */
    boolean isFound(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        return name.contains(small) || sender.toLowerCase(Locale.ROOT).contains(small);
    }

    /** The source of its name that one would write. */
    Map<String, Object> source() {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put(name, write);
        return source;
    }

    /** The scheme, as the tree that its JSON is. */
    @Nullable
    Object scheme() {
        return Presets.file(name).get("scheme");
    }
}
