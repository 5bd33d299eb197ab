package io.weir.envelope;

/** A later version laid the message, in a form that this one does not know. That one reads it. */
public final class NewerSchemaException extends MalformedEnvelopeException {
    private static final long serialVersionUID = 1L;

    NewerSchemaException(String schema) {
        super("its schema is " + schema + ", and this version reads at most " + Attributes.CURRENT_SCHEMA);
    }
}
