package io.weir.worker.claim;

/** The right to process an event now. */
public interface Claim {
    /** How many actions an earlier attempt has performed. */
    int steps();

    /** Marks that so many actions have been performed. Best effort. */
    void performed(int actions);

    /** Marks that all have: the event is a duplicate from now on. Best effort. */
    void done();

    /** Lets the next attempt begin at once where this one stopped. Best effort: else the lease runs out. */
    void release();
}
