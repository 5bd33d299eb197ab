package io.weir.worker.certificate;

import io.weir.worker.fetch.Document;
import io.weir.worker.fetch.DocumentRejectedException;

/** The chain behind a URL that a request names. */
record ChainAt(String url) implements Document<CertificateChain> {
    private static final int MAX_BYTES = 32 * 1024;

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public CertificateChain parse(byte[] pem) throws DocumentRejectedException {
        return CertificateChain.parse(pem);
    }
}
