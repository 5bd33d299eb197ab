package io.weir.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of a process: the one reader of them. A variable that is blank counts as not set. Immutable. */
public final class Environment {
    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /**
     * A variable that must be set.
     *
     * @throws ConfigurationException naming it, if it is not
     */
    public String required(String name) {
        String value = optional(name);
        if (value == null) {
            throw new ConfigurationException(name + ": expected a value, it is not set");
        }
        return value;
    }

    /** The variable's value, or null if it is not set. */
    public @Nullable String optional(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    public String optional(String name, String fallback) {
        String value = optional(name);
        return value == null ? fallback : value;
    }

    /** The variable as a text whose errors name it. */
    public ConfigValue value(String name, String fallback) {
        return new ConfigValue(name, optional(name, fallback));
    }
}
