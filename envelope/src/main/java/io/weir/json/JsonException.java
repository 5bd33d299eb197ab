package io.weir.json;

/** Text that is not the JSON it should be. The message gives line and column, never the text itself. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
