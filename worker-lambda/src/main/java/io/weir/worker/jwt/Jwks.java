package io.weir.worker.jwt;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The public keys of a sender (RFC 7517). Those of which nothing is understood, and those that prove nothing here, are passed
 * over.
 *
 * @param keys at least one
 */
record Jwks(List<SenderKey> keys) {
    /** What it answers about a token. */
    enum Answer {
        PROVEN,
        /** It has the key that the token names, and that key did not sign it. */
        FORGED,
        /** It has no key that the token could be of, or the token names none. */
        UNKNOWN
    }

    private static final int MAX_KEYS = 100;

    /** A token is tried against no more: each try costs a signature's check. */
    private static final int MAX_TRIES = 8;

    Jwks {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a key set.
     *
     * @throws JsonException saying what was expected; does not repeat the text
     */
    static Jwks parse(byte[] text) throws JsonException {
        if (!(Json.readObject(text).get("keys") instanceof List<?> list) || list.size() > MAX_KEYS) {
            throw new JsonException("no JWKS: expected {\"keys\": [...]} with at most " + MAX_KEYS + " keys");
        }
        List<SenderKey> keys = new ArrayList<>();
        for (Object key : list) {
            SenderKey read = key instanceof Map<?, ?> members ? SenderKey.read(members) : null;
            if (read != null) {
                keys.add(read);
            }
        }
        if (keys.isEmpty()) {
            throw new JsonException("no key in the JWKS is a public one that verifies: RSA of at least 2048 bits, EC on"
                    + " P-256, P-384 or P-521, or Ed25519");
        }
        return new Jwks(keys);
    }

    Answer ask(Jwt token) {
        int tries = 0;
        for (SenderKey key : keys) {
            if (key.isMeant(token) && tries++ < MAX_TRIES && key.verifies(token)) {
                return Answer.PROVEN;
            }
        }
        return tries == 0 || token.keyId() == null ? Answer.UNKNOWN : Answer.FORGED;
    }
}
