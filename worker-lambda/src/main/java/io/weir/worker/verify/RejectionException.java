package io.weir.worker.verify;

/** Ends a verification early, inside this package. Carries no stack trace: strangers cause it at will. */
public final class RejectionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    public RejectionException(Reason reason, String detail) {
        super(reason + ": " + detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    public Verification.Rejected toVerification() {
        return new Verification.Rejected(reason, detail);
    }
}
