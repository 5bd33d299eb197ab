package io.weir.action;

/** An action's word that no retry can help. Its message is the reason that the dead letter carries. */
public final class PermanentFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    public PermanentFailureException(String message) {
        super(message);
    }
}
