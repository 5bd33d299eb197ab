package io.weir.worker;

import io.weir.action.ActionProvider;
import io.weir.log.EmfLog;
import io.weir.log.Log;
import io.weir.verify.secret.Secrets;
import io.weir.worker.action.EventBus;
import io.weir.worker.action.HttpSender;
import io.weir.worker.action.Mailer;
import io.weir.worker.batch.DeadLetters;
import io.weir.worker.batch.Visibility;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.inbox.Requeue;
import io.weir.worker.record.Report;
import io.weir.worker.retry.SlowLane;
import io.weir.worker.sns.Subscriptions;
import java.io.PrintStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the worker talks to: services of AWS, or what stands in for them on one machine.
 *
 * @param deadLetters where poison goes
 * @param unproven where that goes which was never proven genuine; null for the queue of deadLetters
 * @param requeue the worker's own queue, for pointers to what the inbox forgot; null: nothing is swept
 * @param lane where what is proven waits for long, or null if there are no slow lanes
 * @param unprovenLane where what could not be proven yet waits for long, or null if there are no slow lanes
 * @param visibility hides failed records on the queue
 * @param bucket archive, inbox, certificates, samples
 * @param mailer null if no mail is configured
 * @param bus where the action {@code eventbridge} puts events
 * @param http makes the senders of the action {@code http}
 * @param claims the table of claims, or null if there is none
 * @param certificates where certificates and key sets are fetched
 * @param subscriptions where subscriptions are confirmed
 * @param secrets where shared secrets are read
 * @param clock for log, caches and keys; freshness is judged by the time of receipt
 * @param log takes one line a record
 * @param reports is told what the log is told
 */
public record Peers(
        DeadLetters deadLetters,
        @Nullable DeadLetters unproven,
        @Nullable Requeue requeue,
        @Nullable SlowLane lane,
        @Nullable SlowLane unprovenLane,
        Visibility visibility,
        Bucket bucket,
        @Nullable Mailer mailer,
        EventBus bus,
        HttpSender.Factory http,
        @Nullable ClaimTable claims,
        DocumentFetcher certificates,
        Subscriptions subscriptions,
        Secrets secrets,
        Clock clock,
        List<ActionProvider> actions,
        Log log,
        Report.Listener reports) {
    public static Builder builder() {
        return new Builder();
    }

    /** The same peers, of which some can be replaced. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.deadLetters = deadLetters;
        builder.unproven = unproven;
        builder.requeue = requeue;
        builder.lane = lane;
        builder.unprovenLane = unprovenLane;
        builder.visibility = visibility;
        builder.bucket = bucket;
        builder.mailer = mailer;
        builder.bus = bus;
        builder.http = http;
        builder.claims = claims;
        builder.certificates = certificates;
        builder.subscriptions = subscriptions;
        builder.secrets = secrets;
        builder.clock = clock;
        builder.actions = actions;
        builder.log = log;
        builder.reports = reports;
        return builder;
    }

    /** Sets the peers by name. All but unproven, requeue, lanes, mailer, claims and reports are needed. */
    public static final class Builder {
        private @Nullable DeadLetters deadLetters;
        private @Nullable DeadLetters unproven;
        private @Nullable Requeue requeue;
        private @Nullable SlowLane lane;
        private @Nullable SlowLane unprovenLane;
        private @Nullable Visibility visibility;
        private @Nullable Bucket bucket;
        private @Nullable Mailer mailer;
        private @Nullable EventBus bus;
        private HttpSender.@Nullable Factory http;
        private @Nullable ClaimTable claims;
        private @Nullable DocumentFetcher certificates;
        private @Nullable Subscriptions subscriptions;
        private @Nullable Secrets secrets;
        private @Nullable Clock clock;
        private List<ActionProvider> actions = List.of();
        private @Nullable Log log;
        private Report.Listener reports = report -> {};

        private Builder() {}

        public Builder deadLetters(DeadLetters value) {
            deadLetters = value;
            return this;
        }

        public Builder unproven(@Nullable DeadLetters value) {
            unproven = value;
            return this;
        }

        public Builder requeue(@Nullable Requeue value) {
            requeue = value;
            return this;
        }

        /** Both slow lanes, or none. */
        public Builder lanes(@Nullable SlowLane proven, @Nullable SlowLane unprovenValue) {
            lane = proven;
            unprovenLane = unprovenValue;
            return this;
        }

        public Builder visibility(Visibility value) {
            visibility = value;
            return this;
        }

        public Builder bucket(Bucket value) {
            bucket = value;
            return this;
        }

        public Builder mailer(@Nullable Mailer value) {
            mailer = value;
            return this;
        }

        public Builder bus(EventBus value) {
            bus = value;
            return this;
        }

        public Builder http(HttpSender.Factory value) {
            http = value;
            return this;
        }

        public Builder claims(@Nullable ClaimTable value) {
            claims = value;
            return this;
        }

        public Builder certificates(DocumentFetcher value) {
            certificates = value;
            return this;
        }

        public Builder subscriptions(Subscriptions value) {
            subscriptions = value;
            return this;
        }

        public Builder secrets(Secrets value) {
            secrets = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** None if not given. */
        public Builder actions(List<ActionProvider> value) {
            actions = List.copyOf(value);
            return this;
        }

        public Builder log(Log value) {
            log = value;
            return this;
        }

        /** Lines with their metrics, as CloudWatch reads them, of a deployment whose namespace is not chosen. */
        public Builder log(PrintStream value) {
            return log(new EmfLog(WorkerConfig.DEFAULT_NAMESPACE, value, InstantSource.system()));
        }

        /** Nobody, if it is not given. */
        public Builder reports(Report.Listener value) {
            reports = value;
            return this;
        }

        public Peers build() {
            return new Peers(
                    Objects.requireNonNull(deadLetters, "deadLetters"),
                    unproven,
                    requeue,
                    lane,
                    unprovenLane,
                    Objects.requireNonNull(visibility, "visibility"),
                    Objects.requireNonNull(bucket, "bucket"),
                    mailer,
                    Objects.requireNonNull(bus, "bus"),
                    Objects.requireNonNull(http, "http"),
                    claims,
                    Objects.requireNonNull(certificates, "certificates"),
                    Objects.requireNonNull(subscriptions, "subscriptions"),
                    Objects.requireNonNull(secrets, "secrets"),
                    Objects.requireNonNull(clock, "clock"),
                    actions,
                    Objects.requireNonNull(log, "log"),
                    reports);
        }
    }
}
