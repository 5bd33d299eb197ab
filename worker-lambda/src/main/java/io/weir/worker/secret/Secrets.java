package io.weir.worker.secret;

import io.weir.envelope.source.SecretReference;
import java.io.IOException;
import java.util.List;

/** Where shared secrets are read from. Thread-safe. */
public interface Secrets {
    /**
     * All secrets that may be in use now, the current one first.
     *
     * @param fresh true to look past the cache, after a mismatch: the secret may have been rotated. Rate-limited.
     * @return at least one, none empty
     * @throws IOException if the store cannot be asked now
     */
    List<byte[]> get(SecretReference reference, boolean fresh) throws IOException;
}
