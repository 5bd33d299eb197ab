package io.weir.worker;

import io.weir.log.EmfLog;
import io.weir.verify.secret.LocalSecrets;
import io.weir.worker.action.Mailer;
import io.weir.worker.aws.AwsClients;
import io.weir.worker.http.HttpsFetcher;
import io.weir.worker.http.PinnedHttpSender;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/** The worker's peers in an account of AWS. */
final class AwsPeers {
    private AwsPeers() {}

    static Peers of(WorkerConfig config) {
        return of(config, new AwsClients());
    }

    static Peers of(WorkerConfig config, AwsClients aws) {
        String table = config.table();
        String unproven = config.unprovenUrl();
        String retry = config.retryUrl();
        String retryUnproven = config.retryUnprovenUrl();
        List<String> lanes =
                Stream.of(retry, retryUnproven).filter(Objects::nonNull).toList();
        return Peers.builder()
                .deadLetters(aws.deadLetters(config.dlqUrl()))
                .unproven(unproven == null ? null : aws.deadLetters(unproven))
                .requeue(aws.requeue(config.queueUrl()))
                .lanes(
                        retry == null ? null : aws.slowLane(retry),
                        retryUnproven == null ? null : aws.slowLane(retryUnproven))
                .visibility(aws.visibility(config.queueUrl(), lanes))
                .bucket(aws.bucket(config.bucket()))
                .mailer(mailer(config.mail(), aws))
                .bus(aws.bus())
                .http(allowPrivate ->
                        new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowPrivate, Clock.systemUTC()))
                .claims(table == null ? null : aws.claims(table))
                .certificates(new HttpsFetcher())
                .subscriptions(aws.subscriptions())
                .secrets(new LocalSecrets(System::getenv, aws.secrets(), Clock.systemUTC()))
                .clock(Clock.systemUTC())
                .log(new EmfLog(config.metricsNamespace(), System.out, Clock.systemUTC()))
                .reports(config.listenUrl() == null ? report -> {} : aws.listeners(config.listenUrl()))
                .build();
    }

    private static @Nullable Mailer mailer(@Nullable Mail mail, AwsClients aws) {
        return switch (mail) {
            case null -> null;
            case Mail.Ses(String from, List<String> to) -> aws.mailer(from, to);
            case Mail.Sns(String topicArn) -> aws.mailer(topicArn);
        };
    }
}
