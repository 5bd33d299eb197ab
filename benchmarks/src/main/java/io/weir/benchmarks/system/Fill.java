package io.weir.benchmarks.system;

import io.weir.benchmarks.load.Load;
import io.weir.benchmarks.load.Plan;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A queue that is full while nobody works: requests come in by the door, and the worker waits for a sink that holds them. */
final class Fill {
    static final int BODY = 2048;

    private static final int SENDERS = 64;

    private Fill() {}

    /** Leaves so many messages in the queue of a data folder, but for the few that the sink held. */
    static void folder(Path folder, List<String> launcher, int messages) throws IOException, InterruptedException {
        try (Sink sink = Sink.holding();
                Weir weir = Weir.start(folder, launcher, 1, WeirSources.http(folder, sink))) {
            send(weir, messages, BODY);
            weir.child().askToEnd();
            sink.release(); // what is in the worker's hands is done before it ends: no claim is left open
            weir.child().awaitEnd();
        }
    }

    /** Sends so many and waits until all are acknowledged. */
    static void send(Weir weir, int messages, int bytes) throws IOException, InterruptedException {
        List<String> paths = WeirSources.paths(1);
        Load.run(
                        Plan.count(weir.port(), SENDERS, messages),
                        () -> new SignedRequests(paths, WeirSources.secret(), bytes))
                .allAcknowledged();
    }
}
