package io.weir.ingest;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import java.net.URI;

/**
 * Where the bucket's objects are written.
 *
 * @param base what stands before a key, with a slash at the end
 * @param region the function's own; requests are signed for it
 */
record BucketAddress(URI base, String region) {
    /** In the region that Lambda names, or at {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}. */
    static BucketAddress read(String bucket, Environment environment) {
        String region = environment.required("AWS_REGION");
        String name = environment.optional("AWS_ENDPOINT_URL_S3") == null ? "AWS_ENDPOINT_URL" : "AWS_ENDPOINT_URL_S3";
        String endpoint = environment.optional(name);
        if (endpoint == null) {
            String suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
            return new BucketAddress(URI.create("https://" + bucket + ".s3." + region + "." + suffix + "/"), region);
        }
        try {
            return new BucketAddress(URI.create(endpoint.replaceAll("/+$", "") + "/" + bucket + "/"), region);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(name + ": expected a URL");
        }
    }
}
