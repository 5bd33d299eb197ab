package io.weir.operations;

/** Is told how far a change of many requests is. Called on the thread that makes the change. */
@FunctionalInterface
public interface Progress {
    /**
     * After each step.
     *
     * @param total how many there are, or -1 if nobody knows yet
     * @return whether to go on
     */
    boolean at(long done, long failed, long total);
}
