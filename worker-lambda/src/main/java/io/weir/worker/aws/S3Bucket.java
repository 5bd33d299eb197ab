package io.weir.worker.aws;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of S3. Encryption at rest is left to the bucket's own default. */
public final class S3Bucket implements Bucket {
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String name;

    public S3Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        try {
            return s3.getObjectAsBytes(request -> request.bucket(name).key(key)).asByteArrayUnsafe();
        } catch (NoSuchKeyException e) {
            return null;
        } catch (SdkException e) {
            throw new IOException("cannot read from the bucket: " + e.getMessage(), e);
        }
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException {
        write(key, object, contentType, metadata, request -> request);
    }

    /** See "Conditional writes" in the S3 user guide: 412 if there is an object, 409 if another write is under way. */
    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata)
            throws IOException {
        return write(key, object, contentType, metadata, request -> request.ifNoneMatch("*"));
    }

    private boolean write(
            String key,
            byte[] object,
            String contentType,
            Map<String, String> metadata,
            UnaryOperator<PutObjectRequest.Builder> condition)
            throws IOException {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(name)
                .key(key)
                .contentType(contentType)
                .metadata(metadata);
        try {
            s3.putObject(condition.apply(request).build(), RequestBody.fromBytes(object));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw new IOException("cannot write to the bucket: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new IOException("cannot write to the bucket: " + e.getMessage(), e);
        }
    }
}
