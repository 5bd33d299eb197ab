package io.weir.ingest;

import io.weir.envelope.HttpStatus;
import io.weir.envelope.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
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

    private final BucketAddress bucket;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    S3Inbox(BucketAddress bucket, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.bucket = bucket;
        this.credentials = credentials;
        this.http = http;
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
            boolean passing = fault != null || HttpStatus.mayPassLater(status);
            if (!passing || attempt == ATTEMPTS) {
                throw fault != null ? fault : new IOException("the bucket answered " + status);
            }
        }
    }

    private int send(String key, byte[] object) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(bucket.base().resolve(key))
                .putHeader("content-type", "application/octet-stream")
                .putHeader("content-length", Integer.toString(object.length))
                .putHeader("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(Sha256.of(object)))
                .build();
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(object);
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(content)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, bucket.region())
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
}
