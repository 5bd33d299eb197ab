package io.weir.ingest;

import io.weir.envelope.HttpStatus;
import io.weir.envelope.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Writes objects to S3 by one signed PUT each. The SDK's S3 client would make the function's jar almost twice as large;
 * its signer and HTTP client, which SQS needs anyway, suffice. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
 */
final class S3Inbox implements Inbox {
    private static final int ATTEMPTS = 3;
    private static final String NO_ANSWER = "the bucket did not answer in time";

    private final BucketAddress bucket;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    S3Inbox(BucketAddress bucket, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.bucket = bucket;
        this.credentials = credentials;
        this.http = http;
    }

    /**
     * A client's own time-outs bound one read of a socket. A name that is looked up, a host that stops reading and an answer
     * that comes byte by byte can each take as long as they like, so the attempts run on a thread of their own, for
     * which nobody waits longer than there is time.
     */
    @Override
    public void put(String key, byte[] object, Duration timeLeft) throws IOException {
        if (!timeLeft.isPositive()) {
            throw new IOException(NO_ANSWER);
        }
        Attempts attempts = new Attempts(key, object, System.nanoTime() + timeLeft.toNanos());
        FutureTask<Integer> task = new FutureTask<>(attempts);
        Thread.ofPlatform().daemon().name("inbox").start(task);
        try {
            int status = task.get(timeLeft.toNanos(), TimeUnit.NANOSECONDS);
            if (status != 200) {
                throw new IOException("the bucket answered " + status);
            }
        } catch (TimeoutException e) {
            attempts.abandon();
            throw new IOException(NO_ANSWER, e);
        } catch (InterruptedException e) {
            attempts.abandon();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the bucket was asked", e);
        } catch (ExecutionException e) {
            throw new IOException("the bucket cannot be asked: " + fault(e), e);
        }
    }

    private static String fault(ExecutionException e) {
        Throwable cause = e.getCause();
        return (cause == null ? e : cause).getClass().getSimpleName();
    }

    /** The attempts at one put; the answer is a status. */
    private final class Attempts implements Callable<Integer> {
        private final String key;
        private final byte[] object;
        private final long end;
        private volatile @Nullable ExecutableHttpRequest current;
        private volatile boolean abandoned;

        /** @param end as {@link System#nanoTime} counts; no attempt begins after it */
        Attempts(String key, byte[] object, long end) {
            this.key = key;
            this.object = object;
            this.end = end;
        }

        @Override
        public Integer call() throws IOException {
            for (int attempt = 1; ; attempt++) {
                boolean last = attempt == ATTEMPTS;
                try {
                    int status = send();
                    // A wrong permission does not pass by itself; a fault of the host may.
                    if (last || !HttpStatus.mayPassLater(status)) {
                        return status;
                    }
                } catch (IOException | SdkException e) {
                    if (last || abandoned || System.nanoTime() - end >= 0) {
                        throw e;
                    }
                }
            }
        }

        private int send() throws IOException {
            ExecutableHttpRequest request = http.prepareRequest(HttpExecuteRequest.builder()
                    .request(signed(key, object))
                    .contentStreamProvider(() -> new ByteArrayInputStream(object))
                    .build());
            current = request;
            if (abandoned) {
                throw new IOException(NO_ANSWER);
            }
            HttpExecuteResponse response = request.call();
            response.responseBody().ifPresent(body -> body.abort());
            return response.httpResponse().statusCode();
        }

        /** Closes the connection, on another thread: closing waits where TLS is stuck in a write. */
        void abandon() {
            abandoned = true;
            ExecutableHttpRequest request = current;
            if (request != null) {
                Thread.ofPlatform().daemon().name("inbox-abort").start(request::abort);
            }
        }
    }

    private SdkHttpRequest signed(String key, byte[] object) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(bucket.base().resolve(key))
                .putHeader("content-type", "application/octet-stream")
                .putHeader("content-length", Integer.toString(object.length))
                .putHeader("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(Sha256.of(object)))
                .build();
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(object);
        return signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, bucket.region())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
    }
}
