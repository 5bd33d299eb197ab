package io.weir.worker;

import io.weir.worker.action.EventBus;
import io.weir.worker.action.HttpSender;
import io.weir.worker.action.Mailer;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.secret.Secrets;
import io.weir.worker.sns.CertificateFetcher;
import io.weir.worker.sns.Subscriptions;
import java.io.PrintStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What the worker talks to: services of AWS, or what stands in for them on one machine.
 *
 * @param sqs the queue and its dead-letter queue
 * @param bucket archive, inbox, certificates, samples
 * @param mailer null if no mail is configured
 * @param bus where the action {@code eventbridge} puts events
 * @param http makes the senders of the action {@code http}
 * @param claims the table of claims, or null if there is none
 * @param certificates where certificates of SNS are fetched
 * @param subscriptions where subscriptions are confirmed
 * @param secrets where shared secrets are read
 * @param clock for log, caches and keys; freshness is judged by the time of receipt
 * @param log takes one JSON line a record
 */
public record Peers(
        SqsClient sqs,
        Bucket bucket,
        @Nullable Mailer mailer,
        EventBus bus,
        HttpSender.Factory http,
        @Nullable ClaimTable claims,
        CertificateFetcher certificates,
        Subscriptions subscriptions,
        Secrets secrets,
        Clock clock,
        PrintStream log) {}
