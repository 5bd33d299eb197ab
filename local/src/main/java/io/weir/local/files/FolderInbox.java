package io.weir.local.files;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.ingest.Inbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The inbox of the single-machine mode, and the bucket's event notification to the queue. Each object is told to the
 * queue before it is acknowledged. One that the queue does not take leaves a mark, and what is marked is told again by
 * {@link #notifyPending}. One that a crash keeps from both was not acknowledged, and the sweep of the folder ends it. Thread-safe.
 */
public final class FolderInbox implements Inbox {
    /** A mark without an object is of one that was settled meanwhile, or that an earlier weir broke off. */
    private static final Duration BROKEN_OFF = Duration.ofMinutes(2);

    private static final String PART = ".part";

    private final FolderBucket bucket;
    private final Path marks;
    private final Path uploads;
    private final SqsClient sqs;
    private final String queueUrl;
    private final Clock clock;
    private final Disk disk;

    public FolderInbox(FolderBucket bucket, Path marks, SqsClient sqs, String queueUrl, Clock clock)
            throws IOException {
        this(bucket, marks, sqs, queueUrl, clock, Disk.REAL);
    }

    FolderInbox(FolderBucket bucket, Path marks, SqsClient sqs, String queueUrl, Clock clock, Disk disk)
            throws IOException {
        this.bucket = bucket;
        this.disk = disk;
        this.marks = disk.folder(marks);
        this.uploads = disk.folder(marks.resolveSibling(".uploads"));
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.clock = clock;
        removeBrokenOff();
    }

    /** Whatever is there was under way when an earlier process ended: one folder has one process. */
    private void removeBrokenOff() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(uploads, "*" + PART)) {
            for (Path file : left) {
                if (Files.isRegularFile(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public Upload begin(String key) throws IOException {
        Path file = uploads.resolve(UUID.randomUUID() + PART);
        return new FolderUpload(disk, file, whole -> {
            bucket.adopt(key, whole);
            tell(key);
        });
    }

    @Override
    public void put(String key, byte[] object, Duration timeLeft) throws IOException {
        try (Upload upload = begin(key)) {
            upload.write(ByteBuffer.wrap(object));
            upload.finish(timeLeft);
        }
    }

    private void tell(String key) throws IOException {
        if (isTold(key)) {
            return;
        }
        disk.write(mark(key), new byte[0]);
        disk.sync(marks);
    }

    private Path mark(String key) {
        return marks.resolve(
                Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** Tells the queue of what it could not be told before: it refused, or the process was killed. */
    public void notifyPending() throws IOException {
        List<IOException> faults = new ArrayList<>();
        try (DirectoryStream<Path> pending = Files.newDirectoryStream(marks)) {
            for (Path mark : pending) {
                try {
                    notifyPending(mark);
                } catch (IOException e) {
                    faults.add(e); // one mark that is in the way stands in no other's way
                }
            }
        }
        if (!faults.isEmpty()) {
            throw faults.getFirst();
        }
    }

    /** Keys of objects of which the queue has not been told yet. */
    public Set<String> pending() throws IOException {
        Set<String> keys = new HashSet<>();
        try (DirectoryStream<Path> pending = Files.newDirectoryStream(marks)) {
            for (Path mark : pending) {
                String key = key(mark);
                if (key != null) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private void notifyPending(Path mark) throws IOException {
        String key = key(mark);
        if (key == null) {
            return;
        }
        if (bucket.get(key) != null) {
            if (isTold(key)) {
                Files.deleteIfExists(mark);
            }
        } else if (Files.getLastModifiedTime(mark)
                .toInstant()
                .isBefore(Instant.now(clock).minus(BROKEN_OFF))) {
            Files.deleteIfExists(mark);
        }
    }

    /** Null if it is no mark: somebody put another file or folder there. */
    private static @Nullable String key(Path mark) {
        String name = mark.getFileName().toString();
        try {
            String key = new String(Base64.getUrlDecoder().decode(name), StandardCharsets.UTF_8);
            return key.startsWith(BucketKeys.INBOX) && Files.isRegularFile(mark) ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether the queue took the pointer. */
    private boolean isTold(String key) {
        String notification = new Delivery.InboxPointer(bucket.name(), key).notification();
        try {
            sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(notification));
            return true;
        } catch (SdkException e) {
            return false;
        }
    }
}
