package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.util.Map;

/**
 * An action that a source names, with its options.
 *
 * @param name the action's name, such as {@code archive}
 * @param options an object, possibly empty, that the action itself reads and checks
 */
public record ActionReference(String name, ConfigValue options) {
    static final ActionReference ARCHIVE = new ActionReference("archive", new ConfigValue("default action", Map.of()));

    /** Reads {@code "archive"} or {@code {"archive": {"key": "{id}"}}}. */
    static ActionReference parse(ConfigValue config) {
        if (config.isString()) {
            return new ActionReference(config.string(), new ConfigValue(config.path(), Map.of()));
        }
        if (config.isObject() && config.object().size() == 1) {
            String name = (String) config.object().keySet().iterator().next();
            ConfigValue options = config.at(name);
            options.object();
            return new ActionReference(name, options);
        }
        throw config.expected("an action's name, or an object with one member: the name with its options");
    }
}
