package io.weir.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.config.Environment;
import io.weir.worker.batch.BatchProcessor;
import io.weir.worker.guard.Downstreams;
import java.time.Duration;

/**
 * The worker function: a batch of the queue in, the ids of the failed records out. Needs
 * {@code ReportBatchItemFailures} on its event source mapping. Thread-safe.
 */
public final class WorkerHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final BatchProcessor processor;

    /** Reads the environment and talks to AWS. */
    public WorkerHandler() {
        this(WorkerConfig.read(Environment.ofProcess()));
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
        this.processor = new Wiring(config, peers, firstWait).processor();
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return processor.process(event, context);
    }
}
