package io.weir.local.files;

import io.weir.envelope.BucketKeys;
import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder as the worker sees it: what it deletes in the inbox is kept for a while, as other bodies are. Thread-safe. */
public final class KeepingBucket implements Bucket {
    /** Objects of the inbox whose messages are over. */
    public static final String KEPT = "kept/";

    private final FolderBucket folder;

    public KeepingBucket(FolderBucket folder) {
        this.folder = folder;
    }

    /** Where an object of the inbox lies once its message is over. */
    public static String kept(String inboxKey) {
        return KEPT + inboxKey.substring(BucketKeys.INBOX.length());
    }

    @Override
    public void delete(String key) throws IOException {
        if (key.startsWith(BucketKeys.INBOX)) {
            folder.rename(key, kept(key));
        } else {
            folder.delete(key);
        }
    }

    @Override
    public String name() {
        return folder.name();
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        return folder.get(key);
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException {
        folder.put(key, object, contentType, metadata);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata)
            throws IOException {
        return folder.putIfAbsent(key, object, contentType, metadata);
    }

    @Override
    public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) throws IOException {
        return folder.list(prefix, olderThan, after, limit);
    }
}
