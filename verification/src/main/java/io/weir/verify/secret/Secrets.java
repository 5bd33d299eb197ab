package io.weir.verify.secret;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.time.Duration;

/** Where shared secrets are read from. Thread-safe. */
public interface Secrets {
    /** How long to wait before a fresh look at a secret of Secrets Manager after another one. */
    Duration REFRESH_INTERVAL = Duration.ofSeconds(10);

    /**
     * All secrets that may be in use now.
     *
     * @param fresh true to look past the cache, after a mismatch: the secret may have been rotated. May be as old as
     *     {@link #REFRESH_INTERVAL}: see {@link SecretSet#readAt}
     * @throws RefusedException if the store has answered, and there is no secret for us: there is none of this name, access
     *     is denied, or what is there cannot be read as one. No fault of the store; to be put right there, then retried
     * @throws IOException if the store cannot be asked now
     */
    SecretSet get(SecretReference reference, boolean fresh) throws IOException;
}
