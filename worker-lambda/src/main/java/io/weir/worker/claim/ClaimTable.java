package io.weir.worker.claim;

import java.io.IOException;
import java.time.Instant;

/** Where claims are kept: one atomic conditional write each. Thread-safe. */
public interface ClaimTable {
    /**
     * What the table holds about an event.
     *
     * @param key source and the sender's id
     * @param bodyHash SHA-256 of the body, hex
     * @param owner who holds the lease; of any use only to compare
     * @param steps how many actions have been performed; 0 once done
     * @param done whether all have
     * @param until end of the lease; once done, when the entry may be forgotten
     */
    record Entry(String key, String bodyHash, String owner, int steps, boolean done, Instant until) {
        /** Whether this entry gives way to a lease: it is over, and of the same body. */
        public boolean givesWayTo(Entry lease, Instant now) {
            return !until.isAfter(now) && bodyHash.equals(lease.bodyHash);
        }
    }

    /**
     * Takes the lease if there is no entry of the key, or one that gives way; the steps of that one are kept.
     *
     * @return the entry that the table holds now: the lease, or the one that stands in its way
     * @throws IOException if the table cannot be asked now; the lease may have been taken
     */
    Entry take(Entry lease, Instant now) throws IOException;

    /**
     * Replaces the entry if its owner is still the same.
     *
     * @return false if another has taken over
     * @throws IOException if it may not have been written
     */
    boolean replace(Entry entry) throws IOException;
}
