package io.weir.worker.fakes;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory that can be taken down. */
public final class InMemoryBucket implements Bucket {
    /** An object as it was written. */
    public record StoredObject(byte[] bytes, String contentType, Map<String, String> metadata) {}

    private final Map<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private volatile boolean down;

    /** While down, every call fails. */
    public void setDown(boolean down) {
        this.down = down;
    }

    public Map<String, StoredObject> objects() {
        return new TreeMap<>(objects);
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
        objects.put(key, new StoredObject(object.clone(), contentType, Map.copyOf(metadata)));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata)
            throws IOException {
        check();
        return objects.putIfAbsent(key, new StoredObject(object.clone(), contentType, Map.copyOf(metadata))) == null;
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("bucket is down");
        }
    }
}
