package io.weir.worker.claim;

import java.io.IOException;
import java.time.Instant;

/** Where claims are kept: one atomic conditional write each. Thread-safe. */
public interface ClaimTable {
    /**
     * What the table holds under a key.
     *
     * @param key 64 hex digits
     * @param witness what the key was met with, to be compared by who meets it again: it decides nothing here
     * @param owner who holds the lease; of any use only to compare
     * @param steps how many actions have been performed; 0 once done
     * @param done whether all have
     * @param until end of the lease; once done, when the entry may be forgotten
     */
    record Entry(String key, String witness, String owner, int steps, boolean done, Instant until) {
        /** Whether this entry gives way to another: its lease is over, or it may be forgotten. */
        public boolean givesWay(Instant now) {
            return !until.isAfter(now);
        }

        /** What a table holds once this entry was taken over the one of its key that gave way: the steps of that one are kept. */
        public Entry over(Entry earlier) {
            return new Entry(key, witness, owner, earlier.steps, done, until);
        }
    }

    /**
     * Writes the entry if there is none of the key, or one that gives way; the steps of that one are kept.
     *
     * @return the entry that the table holds now: the one that was written, or the one that stands in its way
     * @throws IOException if the table cannot be asked now; the entry may have been written
     */
    Entry take(Entry entry, Instant now) throws IOException;

    /**
     * Replaces the entry if its owner is still the same.
     *
     * @return false if another has taken over
     * @throws IOException if it may not have been written
     */
    boolean replace(Entry entry) throws IOException;
}
