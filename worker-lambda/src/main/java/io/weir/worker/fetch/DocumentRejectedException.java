package io.weir.worker.fetch;

/** What lies behind a URL is not what was expected there. Final, as far as the host's word goes. */
public final class DocumentRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    public DocumentRejectedException(String message) {
        super(message);
    }
}
