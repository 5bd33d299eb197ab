package io.weir.worker;

import java.time.Duration;

/** A worker for a clock that a test moves. */
public final class SimulatedWorker {
    private static final Duration HARDLY = Duration.ofMillis(1);

    private SimulatedWorker() {}

    /** A worker that is as any other, but repeats a call to a downstream at once: that wait would pass in real time. */
    public static WorkerHandler create(WorkerConfig config, Peers peers) {
        return new WorkerHandler(config, peers, HARDLY);
    }
}
