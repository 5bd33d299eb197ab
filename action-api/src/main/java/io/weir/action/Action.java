package io.weir.action;

/**
 * Something that happens to a genuine event: the interface to implement for an action of your own. Always configured:
 * an {@link ActionProvider} makes one for each place where a source names it.
 *
 * <p>Thread-safe: events are processed in parallel. An event may be performed more than once, after a crash or when a
 * later action of the same event fails, so an effect should be idempotent by {@link Event#idempotencyKey()}.
 */
@FunctionalInterface
public interface Action {
    /**
     * Acts on an event, or throws; what is thrown decides what happens to the event.
     *
     * @param event not to be changed: the next action sees the same body
     * @throws PermanentFailureException if no retry can help: the message goes to the dead-letter queue
     * @throws RetryLaterException if a retry can help, but not before a known time, or only for so long
     * @throws Exception anything else: the message is retried
     */
    void perform(Event event) throws Exception;
}
