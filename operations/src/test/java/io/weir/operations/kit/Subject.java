package io.weir.operations.kit;

import io.weir.operations.Operations;
import io.weir.operations.State;
import java.time.Duration;
import java.util.Set;

/**
 * A making of the operations that the scenarios try, with the world behind it. Requests of other scenarios may be there,
 * too: each scenario looks at its own alone.
 */
public interface Subject extends AutoCloseable {
    /** What not every making, or not every world of a test, has. */
    enum Ability {
        /** What an operator did is an attempt of the request. */
        DEEDS,
        /** Bodies are searched for a text. */
        GREP,
        /** The type and the sender's id of proven requests are known. */
        IDENTITY,
        /** A kept body can be lost: {@link Subject#forgetBody}. */
        FORGETTING,
        /** A change that is under way can be cancelled by another thread. */
        CANCEL,
        PURGE,
        /** A purge can delete the trace, too. */
        PURGE_TRACE,
        WATCH,
        /** The status tells queues. */
        QUEUES
    }

    Operations operations();

    Set<Ability> abilities();

    /** The states into which it can bring a request. */
    Set<State> states();

    /** Name of a source. */
    String source();

    /** Name of another source. */
    String otherSource();

    /** How long a change may take to be seen. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    /**
     * Sends a request, and waits until the operations show it in a state. A later one is received later.
     *
     * @param text stands in its body, among other things
     * @return its id
     */
    String bring(State state, String source, String text) throws Exception;

    /** Loses the kept body of a request. */
    default void forgetBody(String id) throws Exception {
        throw new UnsupportedOperationException("forgets no body of " + id);
    }

    @Override
    void close() throws Exception;
}
