package io.weir.cli.input;

import io.weir.worker.bucket.Bucket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds nothing and keeps nothing: a look at a message leaves no trace. */
public final class NoBucket implements Bucket {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public byte @Nullable [] get(String key) {
        return null;
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> metadata) {
        // Nothing is kept.
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata) {
        return true;
    }

    @Override
    public void delete(String key) {
        // Nothing is kept.
    }

    @Override
    public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) {
        return new Page(List.of(), null);
    }
}
