package io.weir.local;

import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Sources;
import io.weir.local.files.FolderBus;
import io.weir.local.files.KeepingBucket;
import io.weir.local.files.OutboxMailer;
import io.weir.local.store.Opened;
import io.weir.local.store.SqliteClaims;
import io.weir.local.topic.LocalCertificates;
import io.weir.local.topic.LocalSubscriptions;
import io.weir.log.Log;
import io.weir.verify.secret.LocalSecrets;
import io.weir.worker.Mail;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.aws.OnDemandClients;
import io.weir.worker.aws.SqsDeadLetters;
import io.weir.worker.aws.SqsRequeue;
import io.weir.worker.aws.SqsSlowLane;
import io.weir.worker.aws.SqsVisibility;
import io.weir.worker.http.PinnedHttpSender;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** What the worker is wired to on one machine. */
final class LocalPeers {
    private LocalPeers() {}

    static WorkerConfig config(Sources sources, DataFolder folder) {
        WorkerConfig config = WorkerConfig.builder(sources)
                .queueUrl(folder.queues().url())
                .dlqUrl(folder.queues().dlqUrl())
                .unprovenUrl(folder.queues().unprovenUrl())
                .retryUrls(folder.queues().retryUrl(), folder.queues().retryUnprovenUrl())
                .bucket(folder.bucket().name())
                .mail(new Mail.Ses("weir@localhost", List.of("weir@localhost")))
                .eventBus("local")
                .table("claims")
                .operators(new SecretReference.FileSecret(folder.operatorKey().toString()), null)
                .retention(SqsLimits.RETENTION)
                .maxReceiveCount(LocalQueues.MAX_RECEIVE_COUNT)
                .build();
        config.checkRetries();
        return config;
    }

    static Peers of(DataFolder folder, Clock clock, Log log, Opened opened) throws IOException {
        OnDemandClients aws = opened.add(new OnDemandClients());
        OnDemandFetcher certificates = opened.add(new OnDemandFetcher());
        LocalQueues queues = folder.queues();
        return Peers.builder()
                .deadLetters(new SqsDeadLetters(queues.sqs(), queues.dlqUrl()))
                .unproven(new SqsDeadLetters(queues.sqs(), queues.unprovenUrl()))
                .requeue(new SqsRequeue(queues.sqs(), queues.url()))
                .lanes(
                        new SqsSlowLane(queues.sqs(), queues.retryUrl()),
                        new SqsSlowLane(queues.sqs(), queues.retryUnprovenUrl()))
                .visibility(new SqsVisibility(queues.sqs(), queues.url(), queues.lanes()))
                .bucket(new KeepingBucket(folder.bucket()))
                .mailer(new OutboxMailer(folder.path().resolve("outbox"), clock))
                .bus(new FolderBus(folder.path().resolve("events")))
                .http(allowPrivate -> new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowPrivate, clock))
                .claims(new SqliteClaims(folder.store()))
                .certificates(new LocalCertificates(folder.topic(), certificates))
                .subscriptions(new LocalSubscriptions(folder.topic(), aws.subscriptions()))
                .secrets(new LocalSecrets(System::getenv, aws.secrets(), clock))
                .clock(clock)
                .log(log)
                .build();
    }
}
