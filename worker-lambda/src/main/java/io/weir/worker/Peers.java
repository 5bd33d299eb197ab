package io.weir.worker;

import io.weir.worker.action.Mailer;
import io.weir.worker.confirm.Subscriptions;
import io.weir.worker.verify.CertificateFetcher;
import io.weir.worker.verify.Secrets;
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
        CertificateFetcher certificates,
        Subscriptions subscriptions,
        Secrets secrets,
        Clock clock,
        PrintStream log) {}
