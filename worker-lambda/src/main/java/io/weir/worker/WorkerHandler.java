package io.weir.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.config.Environment;
import io.weir.json.Json;
import io.weir.worker.batch.BatchProcessor;
import io.weir.worker.guard.Downstreams;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/**
 * The worker function: a batch of the queue in, the ids of the failed records out. Needs
 * {@code ReportBatchItemFailures} on its event source mapping. Thread-safe.
 */
public final class WorkerHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final Wiring wiring;
    private final BatchProcessor processor;

    /** Reads the environment and talks to AWS. */
    public WorkerHandler() {
        this(WorkerConfig.read(Environment.ofProcess()));
        Core.getGlobalContext().register(this);
    }

    private WorkerHandler(WorkerConfig config) {
        this(config, AwsPeers.of(config));
    }

    /** Talks to the peers it is given, each behind a circuit breaker and retries. */
    public WorkerHandler(WorkerConfig config, Peers peers) {
        this(config, peers, Downstreams.FIRST_WAIT);
    }

    /** @param firstWait before a call to a downstream is repeated: where time is simulated, almost none */
    WorkerHandler(WorkerConfig config, Peers peers, Duration firstWait) {
        this.wiring = new Wiring(config, peers, firstWait);
        this.processor = wiring.processor();
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        SQSBatchResponse failed = processor.process(event, context);
        wiring.tellOpenBreakers();
        return failed;
    }

    /**
     * Before the snapshot: runs batches against a server of its own. A function that cannot be primed is a slow one, not a broken
     * one, so that is only logged; an {@link Error}, such as a class that is missing, ends the start.
     */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        try {
            Priming.run();
        } catch (IOException e) {
            System.out.println(Json.writeAscii(Map.of(
                    "level",
                    "warn",
                    "message",
                    "the function is not primed, its first batch will be slow: " + e.getMessage())));
        }
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Connections are opened again by the clients, and what is cached has an age.
    }
}
