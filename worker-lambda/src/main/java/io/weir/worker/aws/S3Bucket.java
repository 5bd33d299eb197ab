package io.weir.worker.aws;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

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

    @Override
    public void delete(String key) throws IOException {
        try {
            s3.deleteObject(request -> request.bucket(name).key(key));
        } catch (SdkException e) {
            throw new IOException("cannot delete from the bucket: " + e.getMessage(), e);
        }
    }

    @Override
    public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) throws IOException {
        try {
            ListObjectsV2Response response = s3.listObjectsV2(request ->
                    request.bucket(name).prefix(prefix).startAfter(after).maxKeys(limit));
            List<S3Object> all = response.contents();
            List<String> old = all.stream()
                    .filter(object -> object.lastModified().isBefore(olderThan))
                    .map(S3Object::key)
                    .toList();
            boolean more = Boolean.TRUE.equals(response.isTruncated()) && !all.isEmpty();
            return new Page(old, more ? all.getLast().key() : null);
        } catch (SdkException e) {
            throw new IOException("cannot list the bucket: " + e.getMessage(), e);
        }
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
