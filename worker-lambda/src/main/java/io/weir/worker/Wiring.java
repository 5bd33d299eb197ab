package io.weir.worker;

import io.weir.action.ActionProvider;
import io.weir.verify.secret.CachedSecrets;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.verify.token.TokenVerifier;
import io.weir.worker.action.Actions;
import io.weir.worker.action.ArchiveProvider;
import io.weir.worker.action.EmailProvider;
import io.weir.worker.action.EventBridgeProvider;
import io.weir.worker.action.ForeignFaults;
import io.weir.worker.action.HttpProvider;
import io.weir.worker.action.Mailer;
import io.weir.worker.batch.BatchProcessor;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.batch.RecordLog;
import io.weir.worker.batch.RejectedSamples;
import io.weir.worker.batch.Retries;
import io.weir.worker.batch.SetAside;
import io.weir.worker.batch.Settlement;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.certificate.FetchedCertificates;
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
import io.weir.worker.inbox.InboxMarks;
import io.weir.worker.inbox.InboxSweeper;
import io.weir.worker.inbox.SettledInbox;
import io.weir.worker.jwt.JwtVerifier;
import io.weir.worker.record.Senders;
import io.weir.worker.retry.Schedule;
import io.weir.worker.retry.Unfinished;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import io.weir.worker.sns.SubscriptionConfirmer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Puts the worker together from its configuration and its peers, each of which it sets behind a guard. */
final class Wiring {
    private final WorkerConfig config;
    private final Peers peers;
    private final RecordLog log;
    private final Downstreams downstreams;
    private final Bucket bucket;
    private final Secrets secrets;
    private final @Nullable ClaimTable claims;
    private final InboxMarks marks;
    private final Senders senders;

    /** @param firstWait before a call to a downstream is repeated */
    Wiring(WorkerConfig config, Peers peers, Duration firstWait) {
        this.config = config;
        this.peers = peers;
        this.log = new RecordLog(peers.log(), peers.clock());
        this.downstreams = new Downstreams(
                (name, metric, value) -> {
                    log.downstream(name, metric, value);
                    peers.reports().downstream(name, metric, value);
                },
                firstWait,
                peers.clock());
        this.bucket = new GuardedBucket(peers.bucket(), downstreams.guard(Kind.BUCKET, "bucket"));
        this.secrets = new CachedSecrets(
                new GuardedSecrets(
                        peers.secrets(), reference -> downstreams.guard(Kind.SECRETS, "secret " + reference.text())),
                peers.clock());
        this.claims = peers.claims() == null
                ? null
                : new GuardedClaimTable(peers.claims(), downstreams.guard(Kind.TABLE, "table"));
        this.marks = new InboxMarks(claims, peers.clock());
        this.senders = new Senders(config.doorRoleId());
    }

    BatchProcessor processor() {
        KeyCheck.run(config.sources(), peers.secrets(), peers.clock());
        SetAside aside = aside();
        return new BatchProcessor(
                records(),
                new Settlement(
                        aside,
                        new RejectedSamples(bucket, peers.clock()),
                        retries(aside),
                        new SettledInbox(bucket, marks),
                        log,
                        peers.reports()),
                new Unfinished(claims, peers.clock()),
                peers.visibility());
    }

    /** Breakers that are open still, behind each batch. */
    void tellOpenBreakers() {
        downstreams.openNow().forEach(log::stillOpen);
    }

    private Retries retries(SetAside aside) {
        return new Retries(
                new Retries.Queues(peers.lane(), peers.unprovenLane(), config.retention(), config.maxReceiveCount()),
                new Schedule(() -> ThreadLocalRandom.current().nextLong()),
                aside,
                senders,
                log,
                peers.clock());
    }

    private SetAside aside() {
        DeadLetters unproven = peers.unproven();
        if (unproven == null) {
            log.info("WEIR_UNPROVEN_URL is not set: what is never proven genuine goes to the dead-letter queue");
            unproven = peers.deadLetters();
        }
        return new SetAside(peers.deadLetters(), unproven, senders, config.version(), peers.clock());
    }

    private RecordProcessor records() {
        return new RecordProcessor(
                new RecordOpener(config.sources(), bucket, senders),
                new Verifiers(
                        new SnsVerifier(new CertificateStore(peers.certificates(), bucket, peers.clock())),
                        new SignatureVerifier(secrets, new FetchedCertificates(peers.certificates(), peers.clock())),
                        new TokenVerifier(secrets),
                        new JwtVerifier(peers.certificates(), secrets, peers.clock()),
                        new Replays(secrets, config.operatorKey())),
                new SubscriptionConfirmer(
                        new GuardedSubscriptions(peers.subscriptions(), downstreams.guard(Kind.SNS, "sns"))),
                new Claims(claims, config.processWhenTableIsDown(), peers.clock()),
                Actions.of(config.sources(), actions(), new ForeignFaults(System.err, peers.clock())),
                new InboxSweeper(bucket, marks, peers.requeue(), peers.clock(), log::inboxOld));
    }

    private List<ActionProvider> actions() {
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
        actions.addAll(peers.actions());
        return actions;
    }
}
