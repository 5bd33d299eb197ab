package io.weir.local;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.local.files.Disk;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import io.weir.local.files.FolderSweep;
import io.weir.local.ledger.Ledger;
import io.weir.local.operate.LocalOperations;
import io.weir.local.operate.Surroundings;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.sqs.SteadyClock;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Opened;
import io.weir.local.store.SqliteClaims;
import io.weir.local.store.SqliteMetadata;
import io.weir.local.topic.LocalTopic;
import io.weir.verify.secret.SecretText;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
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
        Path path,
        LocalStore store,
        LocalQueues queues,
        Ledger ledger,
        LocalTopic topic,
        FolderBucket bucket,
        FolderInbox inbox,
        Path operatorKey) {

    private static final int KEY_BYTES = 32;

    /**
     * @param warn takes a line when messages expired
     * @param opened closes what this opens
     */
    static DataFolder open(Path path, Clock clock, Consumer<String> warn, Opened opened) throws IOException {
        List<String> schema = Stream.of(
                        SqliteSqsClient.schema(), SqliteClaims.SCHEMA, SqliteMetadata.SCHEMA, Ledger.SCHEMA)
                .flatMap(List::stream)
                .toList();
        LocalStore store = opened.add(LocalStore.open(path, schema));
        LocalTopic topic = opened.add(LocalTopic.opening(path.resolve("topic"))); // not before the folder is locked
        FolderBucket bucket = new FolderBucket(path.resolve("bucket"), new SqliteMetadata(store));
        Ledger ledger = new Ledger(clock, bucket::size);
        LocalQueues queues = LocalQueues.open(new SqliteSqsClient(
                store, clock, SteadyClock.from(clock), new SqliteSqsClient.Expired(Version.TEXT, warn), ledger));
        ledger.begin(store, queues.sqs().messages());
        FolderInbox inbox = new FolderInbox(bucket, path.resolve("bucket/.pending"), queues.sqs(), queues.url(), clock);
        return new DataFolder(path, store, queues, ledger, topic, bucket, inbox, operatorKey(path));
    }

    /** Made once: by it an operator of this machine vouches for replays. */
    private static Path operatorKey(Path folder) throws IOException {
        Path file = folder.resolve("operator.key");
        Disk.REAL.secret(file, KEY_BYTES);
        return file;
    }

    /** What an operator can see and do here. */
    LocalOperations operations(Secrets secrets, Clock clock, Surroundings around) throws IOException {
        byte[] key = SecretText.parse(operatorKey.toString(), Files.readAllBytes(operatorKey))
                .getFirst();
        return LocalOperations.builder(path, store, queues.sqs(), ledger)
                .bucket(bucket, inbox)
                .operatorKey(key)
                .secrets(secrets)
                .clock(clock)
                .version(Version.TEXT)
                .build(around);
    }

    /** Sweeps the bucket. What a message or a dead letter points to is kept, and what the queue was not told of yet. */
    FolderSweep sweep(List<FolderSweep.Limit> limits, Clock clock) {
        return new FolderSweep(path.resolve("bucket"), bucket, limits, this::needed, clock);
    }

    private Set<String> needed(Set<String> keys) throws IOException {
        Set<String> needed = new HashSet<>();
        if (keys.stream().anyMatch(key -> key.startsWith(BucketKeys.INBOX))) {
            needed.addAll(inbox.pending());
            for (String body : queues.sqs().notifications()) {
                Delivery.InboxPointer pointer = Delivery.InboxPointer.find(body, Map.of());
                if (pointer != null) {
                    needed.add(pointer.key());
                }
            }
        }
        return needed;
    }
}
