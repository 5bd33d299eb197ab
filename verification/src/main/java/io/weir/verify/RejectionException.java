package io.weir.verify;

/** Ends a verification early; a verifier turns it into its verdict. Carries no stack trace: strangers cause it at will. */
public final class RejectionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    public RejectionException(Reason reason, String detail) {
        super(reason + ": " + detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    public static RejectionException malformed(String detail) {
        return new RejectionException(Reason.MALFORMED, detail);
    }

    public Verification.Rejected toVerification() {
        return new Verification.Rejected(reason, detail);
    }
}
