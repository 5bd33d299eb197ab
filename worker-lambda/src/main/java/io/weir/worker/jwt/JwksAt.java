package io.weir.worker.jwt;

import io.weir.json.JsonException;
import io.weir.worker.fetch.Document;
import io.weir.worker.fetch.DocumentRejectedException;

/** The key set behind the URL that a scheme names. */
record JwksAt(String url) implements Document<Jwks> {
    /** Microsoft's, with its certificates, has 20 KB. */
    private static final int MAX_BYTES = 128 * 1024;

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public Jwks parse(byte[] bytes) throws DocumentRejectedException {
        try {
            return Jwks.parse(bytes);
        } catch (JsonException e) {
            throw new DocumentRejectedException(String.valueOf(e.getMessage()));
        }
    }
}
