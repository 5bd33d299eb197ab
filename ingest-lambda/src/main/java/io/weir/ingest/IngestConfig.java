package io.weir.ingest;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.parameter.SsmParameters;
import org.jspecify.annotations.Nullable;

/**
 * The ingest function's configuration, read once from the environment.
 *
 * @param sources {@code WEIR_SOURCES}, or what lies where it says
 * @param queueUrl {@code WEIR_QUEUE_URL}
 * @param bucket {@code WEIR_BUCKET}, or null: then a request that the queue does not take is answered 413 or 503
 * @param url {@code WEIR_URL}: where the deployment is reached, or null; the source's name stands below it
 * @param origin {@code WEIR_TRUSTED_ORIGIN}: what alone may speak to the door, or null for anyone
 * @param metricsNamespace {@code WEIR_METRICS_NAMESPACE}: CloudWatch namespace, one for each deployment; Weir if not given
 */
record IngestConfig(
        Sources sources,
        String queueUrl,
        @Nullable BucketAddress bucket,
        @Nullable PublicUrl url,
        @Nullable TrustedOrigin origin,
        String metricsNamespace) {
    static final String DEFAULT_NAMESPACE = "Weir";

    /**
     * Reads the environment.
     *
     * @throws ConfigurationException naming the variable and what was expected
     */
    static IngestConfig read(Environment environment) {
        String bucket = environment.optional("WEIR_BUCKET");
        String origin = environment.optional("WEIR_TRUSTED_ORIGIN");
        return new IngestConfig(
                Sources.read(environment, SsmParameters.of(environment)),
                environment.required("WEIR_QUEUE_URL"),
                bucket == null ? null : BucketAddress.read(bucket, environment),
                environment.optional("WEIR_URL") == null ? null : PublicUrl.parse(environment.value("WEIR_URL", "")),
                origin == null ? null : TrustedOrigin.parse("WEIR_TRUSTED_ORIGIN", origin),
                environment.optional("WEIR_METRICS_NAMESPACE", DEFAULT_NAMESPACE));
    }
}
