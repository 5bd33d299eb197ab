package io.weir.verify;

/** What a proof covers, for the keys by which an event is claimed. Never holds the secret. */
public interface ProvenBytes {
    /** Adds what was proven to a key, part by part. */
    ClaimKey addParts(ClaimKey key);

    /** Adds what was proven to a key as one row of bytes. */
    ClaimKey addRow(ClaimKey key);

    /** Adds how the row of bytes is read. */
    ClaimKey addReading(ClaimKey key);

    /** SHA-256 of the body that came, in lower-case hex. */
    String bodyHash();

    /** A body of which every byte is proven, and nothing else. */
    static ProvenBytes ofBody(byte[] body) {
        return new ProvenBody(body);
    }
}
