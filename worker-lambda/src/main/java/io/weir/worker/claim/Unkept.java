package io.weir.worker.claim;

/** A claim that nobody keeps: there is no table, or it is down and the event is processed all the same. */
final class Unkept implements Claim {
    @Override
    public int steps() {
        return 0;
    }

    @Override
    public void performed(int actions) {
        // Nothing is kept.
    }

    @Override
    public void done() {
        // Nothing is kept.
    }

    @Override
    public void release() {
        // Nothing is held.
    }
}
