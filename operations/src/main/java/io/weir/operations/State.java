package io.weir.operations;

import java.util.Locale;

/** Where a request is in its life. */
public enum State {
    /** On the queue, before its first attempt or between two that follow at once. */
    WAITING,
    /** The worker has it. */
    RUNNING,
    /** An attempt failed, and the next is planned. */
    RETRYING,
    /** Processed, or there was nothing to do. */
    DONE,
    /** Processed before under the same proven id: nothing was done again. */
    DUPLICATE,
    /** Genuine, and not wanted by the source's filter. */
    FILTERED,
    /** Not genuine. */
    REJECTED,
    /** Genuine, and given up: in the dead-letter queue. */
    DEAD,
    /** Never proven genuine, and given up: in the unproven queue. */
    UNPROVEN,
    /** Deleted by an operator. */
    REMOVED;

    /** The name as commands, pages and files write it: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static State of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether a message of it lies on some queue. */
    public boolean isQueued() {
        return switch (this) {
            case WAITING, RUNNING, RETRYING, DEAD, UNPROVEN -> true;
            case DONE, DUPLICATE, FILTERED, REJECTED, REMOVED -> false;
        };
    }
}
