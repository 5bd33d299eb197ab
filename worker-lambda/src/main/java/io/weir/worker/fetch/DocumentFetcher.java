package io.weir.worker.fetch;

import java.io.IOException;
import java.net.URI;

/** Fetches what lies behind a URL that has already been found to be one that may be asked. Thread-safe. */
@FunctionalInterface
public interface DocumentFetcher {
    /**
     * Fetches one document over HTTPS, with short time-outs and without following redirects.
     *
     * @param maxBytes the most that is read
     * @return at most so many bytes, not yet looked at
     * @throws DocumentRejectedException if the host answered, and what it answered is final: too large, a redirect, or
     *     another status that does not pass
     * @throws IOException if the host cannot be asked now
     */
    byte[] fetch(URI url, int maxBytes) throws IOException, DocumentRejectedException;
}
