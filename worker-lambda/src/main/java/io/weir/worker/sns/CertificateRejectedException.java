package io.weir.worker.sns;

/** What lies behind a certificate's URL is no certificate of SNS. Final. */
public final class CertificateRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    public CertificateRejectedException(String message) {
        super(message);
    }
}
