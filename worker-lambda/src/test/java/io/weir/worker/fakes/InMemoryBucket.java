package io.weir.worker.fakes;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A bucket in memory that can be taken down. */
public final class InMemoryBucket implements Bucket {
    /** An object as it was written. */
    public record StoredObject(byte[] bytes, String contentType, Map<String, String> metadata) {}

    private final Map<String, Instant> written = new ConcurrentHashMap<>();
    private volatile Instant now = Instant.EPOCH;

    /** From now on objects are written at this time. */
    public void setTime(Instant time) {
        now = time;
    }

    private final Map<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private volatile boolean down;

    /** While down, every call fails. */
    public void setDown(boolean down) {
        this.down = down;
    }

    public Map<String, StoredObject> objects() {
        Map<String, StoredObject> now = new TreeMap<>();
        objects.forEach(now::put); // one by one: the constructor trusts a size that other threads change
        return now;
    }

    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public byte[] get(String key) throws IOException {
        check();
        StoredObject object = objects.get(key);
        return object == null ? null : object.bytes().clone();
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException {
        check();
        written.put(key, now);
        objects.put(key, new StoredObject(object.clone(), contentType, Map.copyOf(metadata)));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata)
            throws IOException {
        check();
        written.putIfAbsent(key, now);
        return objects.putIfAbsent(key, new StoredObject(object.clone(), contentType, Map.copyOf(metadata))) == null;
    }

    @Override
    public void delete(String key) throws IOException {
        check();
        objects.remove(key);
        written.remove(key);
    }

    @Override
    public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) throws IOException {
        check();
        List<String> looked = objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && (after == null || key.compareTo(after) > 0))
                .limit(limit)
                .toList();
        List<String> old = looked.stream()
                .filter(key -> written.getOrDefault(key, now).isBefore(olderThan))
                .toList();
        return new Page(old, looked.size() < limit ? null : looked.getLast());
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("bucket is down");
        }
    }
}
