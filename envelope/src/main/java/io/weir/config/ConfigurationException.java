package io.weir.config;

/** A configuration that cannot be used. The message names the variable, the path inside it and what was expected. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
