package io.weir.worker;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.parameter.SsmParameters;
import io.weir.worker.batch.Retries;
import io.weir.worker.retry.Schedule;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The worker's configuration, read once from the environment.
 *
 * @param sources {@code WEIR_SOURCES}, or what lies where it says
 * @param dlqUrl {@code WEIR_DLQ_URL}: where Dead goes
 * @param unprovenUrl {@code WEIR_UNPROVEN_URL}: where that goes which was never proven genuine, or null: then where Dead goes
 * @param retryUrl {@code WEIR_RETRY_URL}: where that waits for long which is proven genuine, or null: then in the queue itself
 * @param retryUnprovenUrl {@code WEIR_RETRY_UNPROVEN_URL}: where that waits for long which could not be proven yet; null
 *     exactly if retryUrl is
 * @param doorRoleId {@code WEIR_DOOR_ROLE_ID}: the unique id of the role by which the door sends, or null if it has none
 * @param operatorKey {@code WEIR_OPERATOR_KEY}: where the key lies by which operators vouch for replays, or null: then none acts
 * @param listenUrl {@code WEIR_LISTEN_URL}: where a copy of what is proven goes, or null
 * @param queueUrl {@code WEIR_QUEUE_URL}: whose visibility time-outs are changed
 * @param bucket {@code WEIR_BUCKET}
 * @param mail how mails are sent, or null if none are
 * @param eventBus {@code WEIR_EVENT_BUS}: name or ARN of the bus of the action {@code eventbridge}, or null
 * @param table {@code WEIR_TABLE}: the DynamoDB table of claims, or null: then an event that comes twice is processed twice
 * @param processWhenTableIsDown {@code WEIR_TABLE_DOWN}: {@code retry} (false, the default) or {@code process}
 * @param retention {@code WEIR_QUEUE_RETENTION}: how long the queue keeps a message, ISO-8601; P4D if not given, as with SQS
 * @param maxReceiveCount {@code WEIR_MAX_RECEIVE_COUNT}, as the queue's redrive policy has it; 100 if not given
 * @param metricsNamespace {@code WEIR_METRICS_NAMESPACE}: CloudWatch namespace, one for each deployment; Weir if not given
 * @param version {@code AWS_LAMBDA_FUNCTION_VERSION}, for dead letters
 */
public record WorkerConfig(
        Sources sources,
        String queueUrl,
        String dlqUrl,
        @Nullable String unprovenUrl,
        @Nullable String retryUrl,
        @Nullable String retryUnprovenUrl,
        @Nullable String doorRoleId,
        @Nullable SecretReference operatorKey,
        @Nullable String listenUrl,
        String bucket,
        @Nullable Mail mail,
        @Nullable String eventBus,
        @Nullable String table,
        boolean processWhenTableIsDown,
        Duration retention,
        int maxReceiveCount,
        String metricsNamespace,
        String version) {
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(4);
    private static final int DEFAULT_MAX_RECEIVE_COUNT = 100;
    static final String DEFAULT_NAMESPACE = "Weir";
    private static final String DEFAULT_VERSION = "local";

    /**
     * Reads the environment.
     *
     * @throws ConfigurationException naming the variable and what was expected
     */
    public static WorkerConfig read(Environment environment) {
        Sources sources = Sources.read(environment, SsmParameters.of(environment));
        String key = environment.optional("WEIR_OPERATOR_KEY");
        WorkerConfig config = builder(sources)
                .queueUrl(environment.required("WEIR_QUEUE_URL"))
                .dlqUrl(environment.required("WEIR_DLQ_URL"))
                .unprovenUrl(environment.optional("WEIR_UNPROVEN_URL"))
                .retryUrls(environment.optional("WEIR_RETRY_URL"), environment.optional("WEIR_RETRY_UNPROVEN_URL"))
                .doorRoleId(environment.optional("WEIR_DOOR_ROLE_ID"))
                .operators(
                        key == null ? null : SecretReference.parse(environment.value("WEIR_OPERATOR_KEY", key)),
                        environment.optional("WEIR_LISTEN_URL"))
                .bucket(environment.required("WEIR_BUCKET"))
                .mail(Mail.read(environment, sources))
                .eventBus(environment.optional("WEIR_EVENT_BUS"))
                .table(environment.optional("WEIR_TABLE"))
                .processWhenTableIsDown(
                        environment.value("WEIR_TABLE_DOWN", "retry").oneOf(Map.of("retry", false, "process", true)))
                .retention(environment
                        .value("WEIR_QUEUE_RETENTION", DEFAULT_RETENTION.toString())
                        .duration())
                .maxReceiveCount(count(environment.optional("WEIR_MAX_RECEIVE_COUNT")))
                .metricsNamespace(environment.optional("WEIR_METRICS_NAMESPACE", DEFAULT_NAMESPACE))
                .version(environment.optional("AWS_LAMBDA_FUNCTION_VERSION", DEFAULT_VERSION))
                .build();
        config.checkRetries();
        return config;
    }

    /** What is not named has the default of its variable; the addresses of queues and bucket are empty. */
    public static Builder builder(Sources sources) {
        return new Builder(sources);
    }

    /**
     * A record must be given up, with its reason, before its queue forgets it or moves it.
     *
     * @throws ConfigurationException naming what does not fit
     */
    public void checkRetries() {
        if ((retryUrl == null) != (retryUnprovenUrl == null)) {
            throw new ConfigurationException("WEIR_RETRY_URL and WEIR_RETRY_UNPROVEN_URL: expected both or none");
        }
        Duration longest = Retries.FOR;
        for (Source source : sources.all()) {
            for (Duration retryFor : source.retryTimes()) {
                if (retryFor.compareTo(retention) > 0) {
                    throw new ConfigurationException(
                            "WEIR_SOURCES /" + source.name() + ": expected retry/for of at most " + retention
                                    + ", for which the queue keeps a message (WEIR_QUEUE_RETENTION)");
                }
                longest = retryFor.compareTo(longest) > 0 ? retryFor : longest;
            }
        }
        int attempts = Schedule.attempts(longest.compareTo(retention) < 0 ? longest : retention);
        if (attempts >= maxReceiveCount) {
            throw new ConfigurationException("WEIR_MAX_RECEIVE_COUNT: expected more than " + attempts
                    + ", since a record can be tried so often in " + longest + " (retry/for)");
        }
    }

    private static int count(@Nullable String text) {
        try {
            if (text == null) {
                return DEFAULT_MAX_RECEIVE_COUNT;
            }
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= 1000) {
                return count;
            }
        } catch (NumberFormatException e) {
            // The error below.
        }
        throw new ConfigurationException("WEIR_MAX_RECEIVE_COUNT: expected a whole number from 1 to 1000");
    }

    /** Sets the fields by name. */
    public static final class Builder {
        private final Sources sources;
        private @Nullable Mail mail;
        private String queueUrl = "";
        private String dlqUrl = "";
        private @Nullable String unprovenUrl;
        private @Nullable String retryUrl;
        private @Nullable String retryUnprovenUrl;
        private @Nullable String doorRoleId;
        private @Nullable SecretReference operatorKey;
        private @Nullable String listenUrl;
        private String bucket = "";
        private @Nullable String eventBus;
        private @Nullable String table;
        private boolean processWhenTableIsDown;
        private Duration retention = DEFAULT_RETENTION;
        private int maxReceiveCount = DEFAULT_MAX_RECEIVE_COUNT;
        private String metricsNamespace = DEFAULT_NAMESPACE;
        private String version = DEFAULT_VERSION;

        private Builder(Sources sources) {
            this.sources = sources;
        }

        public Builder mail(@Nullable Mail value) {
            mail = value;
            return this;
        }

        public Builder queueUrl(String value) {
            queueUrl = value;
            return this;
        }

        public Builder dlqUrl(String value) {
            dlqUrl = value;
            return this;
        }

        public Builder unprovenUrl(@Nullable String value) {
            unprovenUrl = value;
            return this;
        }

        /** Both or none. */
        public Builder retryUrls(@Nullable String proven, @Nullable String unproven) {
            retryUrl = proven;
            retryUnprovenUrl = unproven;
            return this;
        }

        public Builder doorRoleId(@Nullable String value) {
            doorRoleId = value;
            return this;
        }

        /** What operators need of the worker: the key by which they vouch, and where they listen. */
        public Builder operators(@Nullable SecretReference key, @Nullable String queueUrl) {
            operatorKey = key;
            listenUrl = queueUrl;
            return this;
        }

        public Builder bucket(String value) {
            bucket = value;
            return this;
        }

        public Builder eventBus(@Nullable String value) {
            eventBus = value;
            return this;
        }

        public Builder table(@Nullable String value) {
            table = value;
            return this;
        }

        public Builder processWhenTableIsDown(boolean value) {
            processWhenTableIsDown = value;
            return this;
        }

        public Builder retention(Duration value) {
            retention = value;
            return this;
        }

        public Builder maxReceiveCount(int value) {
            maxReceiveCount = value;
            return this;
        }

        public Builder metricsNamespace(String value) {
            metricsNamespace = value;
            return this;
        }

        public Builder version(String value) {
            version = value;
            return this;
        }

        public WorkerConfig build() {
            return new WorkerConfig(
                    sources,
                    queueUrl,
                    dlqUrl,
                    unprovenUrl,
                    retryUrl,
                    retryUnprovenUrl,
                    doorRoleId,
                    operatorKey,
                    listenUrl,
                    bucket,
                    mail,
                    eventBus,
                    table,
                    processWhenTableIsDown,
                    retention,
                    maxReceiveCount,
                    metricsNamespace,
                    version);
        }
    }
}
