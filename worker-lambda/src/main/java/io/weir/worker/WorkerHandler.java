package io.weir.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.action.ActionProvider;
import io.weir.config.Environment;
import io.weir.worker.action.Actions;
import io.weir.worker.action.ArchiveProvider;
import io.weir.worker.action.EmailProvider;
import io.weir.worker.action.EventBridgeProvider;
import io.weir.worker.action.HttpProvider;
import io.weir.worker.action.Mailer;
import io.weir.worker.batch.Backoff;
import io.weir.worker.batch.BatchProcessor;
import io.weir.worker.batch.LastAttempts;
import io.weir.worker.batch.RecordLog;
import io.weir.worker.batch.RejectedSamples;
import io.weir.worker.batch.Settlement;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.claim.Claims;
import io.weir.worker.guard.Downstreams;
import io.weir.worker.guard.Downstreams.Kind;
import io.weir.worker.guard.GuardedBucket;
import io.weir.worker.guard.GuardedClaimTable;
import io.weir.worker.guard.GuardedEventBus;
import io.weir.worker.guard.GuardedHttpSender;
import io.weir.worker.guard.GuardedMailer;
import io.weir.worker.guard.GuardedSecrets;
import io.weir.worker.guard.GuardedSubscriptions;
import io.weir.worker.hmac.HmacVerifier;
import io.weir.worker.secret.CachedSecrets;
import io.weir.worker.secret.Secrets;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import io.weir.worker.sns.SubscriptionConfirmer;
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
        this(WorkerConfig.read(Environment.ofProcess()));
    }

    private WorkerHandler(WorkerConfig config) {
        this(config, AwsPeers.of(config));
    }

    /** Talks to the peers it is given, each behind a circuit breaker and retries. */
    public WorkerHandler(WorkerConfig config, Peers peers) {
        RecordLog log = new RecordLog(config.metricsNamespace(), peers.log(), peers.clock());
        Downstreams downstreams = new Downstreams(log::downstream);
        Bucket bucket = new GuardedBucket(peers.bucket(), downstreams.guard(Kind.BUCKET, "bucket"));
        this.processor = new BatchProcessor(
                records(config, peers, downstreams, bucket, log),
                new Settlement(
                        peers.deadLetters(),
                        new RejectedSamples(bucket, peers.clock()),
                        new LastAttempts(bucket, log, config.maxReceiveCount()),
                        log,
                        config.version(),
                        peers.clock()),
                new Backoff(() -> ThreadLocalRandom.current().nextLong(), config.retention()),
                peers.visibility(),
                peers.clock());
    }

    private static RecordProcessor records(
            WorkerConfig config, Peers peers, Downstreams downstreams, Bucket bucket, RecordLog log) {
        Secrets secrets = new CachedSecrets(
                new GuardedSecrets(peers.secrets(), downstreams.guard(Kind.SECRETS, "secrets")), peers.clock());
        ClaimTable claims = peers.claims() == null
                ? null
                : new GuardedClaimTable(peers.claims(), downstreams.guard(Kind.TABLE, "table"));
        return new RecordProcessor(
                new RecordOpener(config.sources(), bucket),
                new Verifiers(
                        new SnsVerifier(new CertificateStore(peers.certificates(), bucket, peers.clock())),
                        new HmacVerifier(secrets)),
                new SubscriptionConfirmer(
                        new GuardedSubscriptions(peers.subscriptions(), downstreams.guard(Kind.SNS, "sns"))),
                new Claims(claims, config.processWhenTableIsDown(), peers.clock()),
                Actions.of(config.sources(), actions(config, peers, downstreams, bucket, secrets, log)));
    }

    private static List<ActionProvider> actions(
            WorkerConfig config, Peers peers, Downstreams downstreams, Bucket bucket, Secrets secrets, RecordLog log) {
        List<ActionProvider> actions = new ArrayList<>();
        actions.add(new ArchiveProvider(bucket));
        if (peers.mailer() != null) {
            Mailer mailer = new GuardedMailer(peers.mailer(), downstreams.guard(Kind.MAIL, "mail"));
            actions.add(new EmailProvider(mailer, log::info));
        }
        actions.add(new EventBridgeProvider(
                new GuardedEventBus(peers.bus(), downstreams.guard(Kind.BUS, "bus")), bucket, config.eventBus()));
        actions.add(new HttpProvider(
                (name, sender) -> new GuardedHttpSender(sender, downstreams.guard(Kind.HTTP, name)),
                peers.http(),
                secrets,
                peers.clock()));
        ServiceLoader.load(ActionProvider.class).forEach(actions::add);
        return actions;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return processor.process(event, context);
    }
}
