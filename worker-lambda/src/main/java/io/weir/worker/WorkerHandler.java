package io.weir.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.worker.action.Action;
import io.weir.worker.action.Actions;
import io.weir.worker.action.ArchiveAction;
import io.weir.worker.action.EmailAction;
import io.weir.worker.aws.AwsPeers;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsVisibility;
import io.weir.worker.batch.Backoff;
import io.weir.worker.batch.BatchProcessor;
import io.weir.worker.batch.RecordLog;
import io.weir.worker.batch.RejectedSamples;
import io.weir.worker.batch.Settlement;
import io.weir.worker.confirm.SubscriptionConfirmer;
import io.weir.worker.verify.CachedSecrets;
import io.weir.worker.verify.CertificateStore;
import io.weir.worker.verify.HmacVerifier;
import io.weir.worker.verify.SnsVerifier;
import io.weir.worker.verify.Verifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The worker function: a batch of the queue in, the ids of the failed records out. Needs
 * {@code ReportBatchItemFailures} on its event source mapping. Thread-safe.
 */
public final class WorkerHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final BatchProcessor processor;

    /** Reads the environment and talks to AWS. */
    public WorkerHandler() {
        this(WorkerConfig.read(System.getenv()));
    }

    private WorkerHandler(WorkerConfig config) {
        this(config, AwsPeers.of(config));
    }

    /** Talks to the peers it is given. */
    public WorkerHandler(WorkerConfig config, Peers peers) {
        RecordLog log = new RecordLog(config.sources(), peers.log(), peers.clock());
        RecordProcessor records = new RecordProcessor(
                config.sources(),
                peers.bucket(),
                new Verifiers(
                        new SnsVerifier(new CertificateStore(peers.certificates(), peers.bucket(), peers.clock())),
                        new HmacVerifier(new CachedSecrets(peers.secrets(), peers.clock()))),
                new SubscriptionConfirmer(peers.subscriptions()),
                Actions.of(config.sources(), actions(peers, log)));
        Settlement settlement = new Settlement(
                new SqsDeadLetters(peers.sqs(), config.dlqUrl()),
                peers.bucket(),
                new RejectedSamples(peers.bucket(), peers.clock()),
                log,
                config.maxReceiveCount(),
                config.version(),
                peers.clock());
        this.processor = new BatchProcessor(
                records,
                settlement,
                new Backoff(() -> ThreadLocalRandom.current().nextLong()),
                new SqsVisibility(peers.sqs(), config.queueUrl(), log::warn));
    }

    private static List<Action> actions(Peers peers, RecordLog log) {
        List<Action> actions = new ArrayList<>();
        actions.add(new ArchiveAction(peers.bucket()));
        if (peers.mailer() != null) {
            actions.add(new EmailAction(peers.mailer(), log::info));
        }
        ServiceLoader.load(Action.class).forEach(actions::add);
        return actions;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return processor.process(event, context);
    }
}
