package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action that a source names, with its options.
 *
 * @param name the action's name, such as {@code archive}
 * @param options an object, possibly empty, that the action itself reads and checks
 * @param retryFor how long the action is tried again where it fails, or null for as long as the source says
 * @param when an object, the pattern of the events that it is performed for, or null for all; who performs it reads and
 *     checks it
 */
public record ActionReference(
        String name,
        ConfigValue options,
        @Nullable Duration retryFor,
        @Nullable ConfigValue when) {
    private static final String RETRY = "retry";
    private static final String WHEN = "when";

    static final ActionReference ARCHIVE =
            new ActionReference("archive", new ConfigValue("default action", Map.of()), null, null);

    /** Reads {@code "archive"} or {@code {"archive": {"key": "{id}"}}}. */
    static ActionReference parse(ConfigValue config) {
        if (config.isString()) {
            return new ActionReference(config.string(), new ConfigValue(config.path(), Map.of()), null, null);
        }
        if (config.isObject() && config.object().size() == 1) {
            String name = (String) config.object().keySet().iterator().next();
            ConfigValue options = config.at(name);
            Map<Object, Object> own = new LinkedHashMap<>(options.object());
            own.remove(RETRY);
            own.remove(WHEN);
            return new ActionReference(
                    name, new ConfigValue(options.path(), own), retryFor(options.at(RETRY)), when(options.at(WHEN)));
        }
        throw config.expected("an action's name, or an object with one member: the name with its options");
    }

    private static @Nullable ConfigValue when(ConfigValue config) {
        if (!config.isPresent()) {
            return null;
        }
        if (!config.isObject()) {
            throw config.expected("an object, the pattern of the events that the action is performed for");
        }
        return config;
    }

    /** Reads {@code {"for": "PT24H"}} of a source or an action, null if it is not there. */
    static @Nullable Duration retryFor(ConfigValue config) {
        if (!config.isPresent()) {
            return null;
        }
        config.onlyMembers("for");
        return config.at("for").durationOrZero();
    }
}
