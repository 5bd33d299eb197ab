package io.weir.verify.secret;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The secrets that may be in use, and since when they are known to be these. Holds secrets: never printed.
 *
 * @param secrets at least one, none empty, the current one first
 * @param readAt when they were read, at the latest: what was changed later is not among them
 * @param unchangedSince since when the store has held these very secrets: what was received before may have been signed with
 *     one that is no longer there
 */
public record SecretSet(List<byte[]> secrets, Instant readAt, Instant unchangedSince) {
    public SecretSet {
        secrets = List.copyOf(secrets);
    }

    /** Secrets as a store has them at the moment. */
    public static SecretSet of(List<byte[]> secrets, Instant unchangedSince) {
        return new SecretSet(secrets, Instant.MAX, unchangedSince);
    }

    /** Secrets that never change. */
    public static SecretSet fixed(byte[]... secrets) {
        return of(List.of(secrets), Instant.MIN);
    }

    /** The current secret: with it we sign. */
    public byte[] current() {
        return secrets.getFirst();
    }

    boolean hasSameSecrets(SecretSet other) {
        return Arrays.deepEquals(secrets.toArray(), other.secrets.toArray());
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "SecretSet[" + secrets.size() + " secrets, unchangedSince=" + unchangedSince + "]";
    }
}
