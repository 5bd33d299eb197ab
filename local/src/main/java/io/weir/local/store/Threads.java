package io.weir.local.store;

/** Threads whose end must be waited for. */
final class Threads {
    private Threads() {}

    /** However often this thread is interrupted: the file must not be closed under the other. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
