package io.weir.ingest;

import io.weir.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Writes objects to S3 by one signed PUT each. The SDK's S3 client would make the function's jar almost twice as large;
 * its signer and HTTP client, which SQS needs anyway, suffice. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
 */
final class S3Inbox implements Inbox {
    private static final int ATTEMPTS = 3;

    private final URI base;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param base what stands before the key, with a slash at the end */
    S3Inbox(URI base, String region, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.base = base;
        this.region = region;
        this.credentials = credentials;
        this.http = http;
    }

    /** The bucket in the function's own region, or at {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}. */
    static S3Inbox of(
            String bucket, Map<String, String> environment, AwsCredentialsProvider credentials, SdkHttpClient http) {
        String region = environment.get("AWS_REGION"); // Lambda sets it
        if (region == null) {
            throw new ConfigurationException("AWS_REGION: expected the bucket's region, it is not set");
        }
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.get("AWS_ENDPOINT_URL"));
        String suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        URI base = endpoint == null
                ? URI.create("https://" + bucket + ".s3." + region + "." + suffix + "/")
                : URI.create(endpoint.replaceAll("/+$", "") + "/" + bucket + "/");
        return new S3Inbox(base, region, credentials, http);
    }

    URI base() {
        return base;
    }

    @Override
    public void put(String key, byte[] object) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int status = 0;
            IOException fault = null;
            try {
                status = send(key, object);
            } catch (IOException | SdkException e) {
                fault = new IOException(
                        "the bucket cannot be asked: " + e.getClass().getSimpleName(), e);
            }
            if (status == 200) {
                return;
            }
            // A wrong permission does not pass by itself; a fault of the host may.
            boolean passing = fault != null || status >= 500 || status == 429;
            if (!passing || attempt == ATTEMPTS) {
                throw fault != null ? fault : new IOException("the bucket answered " + status);
            }
        }
    }

    private int send(String key, byte[] object) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(base.resolve(key))
                .putHeader("content-type", "application/octet-stream")
                .putHeader("content-length", Integer.toString(object.length))
                .putHeader("x-amz-checksum-sha256", sha256(object))
                .build();
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(object);
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(content)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(() -> new ByteArrayInputStream(object))
                        .build())
                .call();
        response.responseBody().ifPresent(body -> body.abort());
        return response.httpResponse().statusCode();
    }

    private static String sha256(byte[] object) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(object));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
