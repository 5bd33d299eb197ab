package io.weir.local;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import io.weir.local.files.FolderSweep;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.SteadyClock;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Opened;
import io.weir.local.store.SqliteClaims;
import io.weir.local.topic.LocalTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What lies in the data folder, opened. */
record DataFolder(
        Path path, LocalStore store, LocalQueues queues, LocalTopic topic, FolderBucket bucket, FolderInbox inbox) {

    /**
     * @param warn takes a line when messages expired
     * @param opened closes what this opens
     */
    static DataFolder open(Path path, Clock clock, Consumer<String> warn, Opened opened) throws IOException {
        List<String> schema = Stream.concat(SqliteSqsClient.schema().stream(), SqliteClaims.SCHEMA.stream())
                .toList();
        LocalStore store = opened.add(LocalStore.open(path, schema));
        LocalQueues queues =
                LocalQueues.open(new SqliteSqsClient(store, clock, SteadyClock.from(clock), Version.TEXT, warn));
        LocalTopic topic = LocalTopic.open(path.resolve("topic"));
        FolderBucket bucket = new FolderBucket(path.resolve("bucket"));
        FolderInbox inbox = new FolderInbox(bucket, path.resolve("bucket/.pending"), queues.sqs(), queues.url(), clock);
        return new DataFolder(path, store, queues, topic, bucket, inbox);
    }

    /** Sweeps the bucket. What a message or a dead letter points to is kept, and what the queue was not told of yet. */
    FolderSweep sweep(List<FolderSweep.Limit> limits, Clock clock) {
        return new FolderSweep(path.resolve("bucket"), bucket, limits, this::needed, clock);
    }

    private Set<String> needed(Set<String> keys) throws IOException {
        Set<String> needed = new HashSet<>();
        if (keys.stream().anyMatch(key -> key.startsWith(BucketKeys.INBOX))) {
            needed.addAll(inbox.pending());
            queues.sqs().notifications().forEach(body -> needed.add(keyOf(body)));
        }
        return needed;
    }

    /** The key that a notification of the bucket names; empty if the text is none. */
    private static String keyOf(String body) {
        try {
            return Delivery.open(body, Map.of()) instanceof Delivery.InboxPointer pointer ? pointer.key() : "";
        } catch (MalformedEnvelopeException e) {
            return "";
        }
    }
}
