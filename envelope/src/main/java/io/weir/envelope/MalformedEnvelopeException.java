package io.weir.envelope;

/** A message on the queue that cannot be opened, now or later. The message says which part is wrong. */
public final class MalformedEnvelopeException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedEnvelopeException(String message) {
        super(message);
    }
}
