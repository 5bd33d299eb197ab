package io.weir.envelope;

/** A message on the queue that this version cannot open, now or later. The message says which part is wrong. */
public sealed class MalformedEnvelopeException extends Exception permits NewerSchemaException {
    private static final long serialVersionUID = 1L;

    public MalformedEnvelopeException(String message) {
        super(message);
    }
}
