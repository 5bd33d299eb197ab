package io.weir.action;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;

/**
 * Makes the actions of one name. Found by {@link java.util.ServiceLoader}: it has a public constructor without
 * parameters and is named in {@code META-INF/services/io.weir.action.ActionProvider}.
 */
public interface ActionProvider {
    /** The word by which a source's {@code actions} mention the action: {@code [a-z][a-z0-9-]*}. */
    String name();

    /**
     * Makes the action that a source names. Called when the function starts, once for each mention. Refuses options
     * that it does not know ({@link ConfigValue#onlyMembers}).
     *
     * @param options an object, empty if the source gives none
     * @throws ConfigurationException if they cannot be used; the function does not start then
     */
    Action create(ConfigValue options);
}
