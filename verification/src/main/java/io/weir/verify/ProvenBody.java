package io.weir.verify;

import io.weir.envelope.Sha256;

/** The body as the only part, hashed when it is first asked for. Not thread-safe. */
final class ProvenBody implements ProvenBytes {
    private final byte[] body;
    private String hash = "";

    ProvenBody(byte[] body) {
        this.body = body;
    }

    @Override
    public ClaimKey addParts(ClaimKey key) {
        return addReading(addRow(key));
    }

    @Override
    public ClaimKey addRow(ClaimKey key) {
        return key.with(bodyHash());
    }

    @Override
    public ClaimKey addReading(ClaimKey key) {
        return key.with(Integer.toString(body.length));
    }

    @Override
    public String bodyHash() {
        if (hash.isEmpty()) {
            hash = Sha256.hex(body);
        }
        return hash;
    }
}
