package io.weir.worker.guard;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bucket behind a guard; its name needs none. */
public final class GuardedBucket implements Bucket {
    private final Bucket bucket;
    private final Guard guard;

    public GuardedBucket(Bucket bucket, Guard guard) {
        this.bucket = bucket;
        this.guard = guard;
    }

    @Override
    public String name() {
        return bucket.name();
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        return guard.call(() -> Optional.ofNullable(bucket.get(key))).orElse(null);
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException {
        guard.run(() -> bucket.put(key, object, contentType, metadata));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata)
            throws IOException {
        return guard.call(() -> bucket.putIfAbsent(key, object, contentType, metadata));
    }

    @Override
    public void delete(String key) throws IOException {
        guard.run(() -> bucket.delete(key));
    }

    @Override
    public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) throws IOException {
        return guard.call(() -> bucket.list(prefix, olderThan, after, limit));
    }
}
