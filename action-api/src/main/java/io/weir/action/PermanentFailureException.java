package io.weir.action;

/** Says that no retry can help. The message is the reason that the dead letter carries. */
public final class PermanentFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    public PermanentFailureException(String message) {
        super(message);
    }
}
