package io.weir.worker.action;

import io.weir.worker.verify.Event;

/** Something that happens to a genuine event. Implementations are thread-safe and idempotent where they can be. */
public interface Action {
    /**
     * Performs the action.
     *
     * @throws PermanentFailureException if no retry can help: the message goes to the dead-letter queue
     * @throws Exception anything else: the message is retried
     */
    void perform(Event event) throws Exception;
}
