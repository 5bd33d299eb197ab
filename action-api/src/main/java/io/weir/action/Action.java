package io.weir.action;

import io.weir.config.ConfigValue;

/**
 * Something that happens to a genuine event: the one interface to implement for an action of one's own. Found by
 * {@link java.util.ServiceLoader}, so an implementation has a public constructor without parameters and is named in
 * {@code META-INF/services/io.weir.action.Action}.
 *
 * <p>Thread-safe: events are processed in parallel. An event may be performed more than once, after a crash or when a
 * later action of the same event fails, so an effect should be idempotent by {@link Event#id()}.
 */
public interface Action {
    /** The name by which a source's {@code actions} mention it. */
    String name();

    /**
     * The action with a source's options. Called once a source, when the function starts.
     *
     * @param options an object, empty if the source gives none
     * @throws io.weir.config.ConfigurationException if they cannot be used; the function does not start
     */
    default Action configure(ConfigValue options) {
        options.onlyMembers();
        return this;
    }

    /**
     * Performs the action.
     *
     * @throws PermanentFailureException if no retry can help: the message goes to the dead-letter queue
     * @throws Exception anything else: the message is retried
     */
    void perform(Event event) throws Exception;
}
