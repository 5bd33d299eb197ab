package io.weir.local.operate;

import io.weir.envelope.BucketKeys;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.files.FolderBucket;
import io.weir.operations.Filter;
import io.weir.worker.action.ArchiveKey;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and deletes files of the data folder that hold content: archived bodies with their headers, samples, mails, events.
 * A file is meant if it holds what one of the requests held. An archived one is meant as well if the filter admits it by its
 * own metadata: the archive is older than the ledger.
 */
final class PurgedFiles {
    private static final int LARGEST = 64 << 20;

    private final Path folder;
    private final FolderBucket bucket;
    private final Filter filter;
    private final Content content;
    private final @Nullable String text;

    PurgedFiles(Path folder, FolderBucket bucket, Filter filter, Content content) {
        this.folder = folder;
        this.bucket = bucket;
        this.filter = filter;
        this.content = content;
        this.text = filter.grep() == null ? null : filter.grep().toLowerCase(Locale.ROOT);
    }

    void purge(Map<String, Long> deleted) throws IOException {
        Path root = folder.resolve("bucket");
        deleted.merge(BucketKeys.ARCHIVE, bucket(root, root.resolve(BucketKeys.ARCHIVE)), Long::sum);
        deleted.merge(BucketKeys.REJECTED, bucket(root, root.resolve(BucketKeys.REJECTED)), Long::sum);
        deleted.merge(BucketKeys.ARCHIVE, bucket(root, root.resolve(".beside")), Long::sum);
        deleted.merge("outbox", flat(folder.resolve("outbox")), Long::sum);
        deleted.merge("events", flat(folder.resolve("events")), Long::sum);
        deleted.values().removeIf(count -> count == 0);
    }

    private long bucket(Path root, Path base) throws IOException {
        long deleted = 0;
        for (Path file : files(base)) {
            String key = root.relativize(file).toString();
            byte[] body = read(file);
            byte[] head = bucket.metadata(key).getBytes(StandardCharsets.UTF_8);
            if (content.holds(body) || isMeant(json(head), body, head)) {
                Files.deleteIfExists(file);
                if (!key.startsWith(".")) {
                    bucket.delete(key); // its metadata, wherever they are
                }
                deleted++;
            }
        }
        return deleted;
    }

    private boolean isMeant(Map<String, @Nullable Object> metadata, byte[] body, byte[] head) {
        String source = String.valueOf(metadata.get("source"));
        String id = String.valueOf(metadata.get("id"));
        return content.holdsEvent(source, id)
                || (isAsked() && isAdmitted(source, id, metadata) && holdsText(body, head));
    }

    /** What the metadata does not tell cannot be asked of them. */
    private boolean isAsked() {
        return !filter.isAll() && filter.states().isEmpty() && filter.reason() == null && filter.type() == null;
    }

    private boolean isAdmitted(String source, String id, Map<String, @Nullable Object> metadata) {
        return (filter.sources().isEmpty() || filter.sources().contains(source))
                && (filter.ids().isEmpty()
                        || filter.ids().stream().map(ArchiveKey::safe).anyMatch(id::equals))
                && isInTime(metadata.get("received-at"));
    }

    private boolean isInTime(@Nullable Object receivedAt) {
        if (filter.since() == null && filter.until() == null) {
            return true;
        }
        try {
            Instant time = Instant.parse(String.valueOf(receivedAt));
            return (filter.since() == null || !time.isBefore(filter.since()))
                    && (filter.until() == null || time.isBefore(filter.until()));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private boolean holdsText(byte[] body, byte[] head) {
        return text == null || holds(body, text) || holds(head, text);
    }

    private static boolean holds(byte[] bytes, String lowerCase) {
        return new String(bytes, StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT)
                .contains(lowerCase);
    }

    private long flat(Path base) throws IOException {
        long deleted = 0;
        for (Path file : files(base)) {
            byte[] bytes = readable(file, read(file));
            if (content.holds(bytes) || (text != null && isAsked() && holds(bytes, text))) {
                Files.deleteIfExists(file);
                deleted++;
            }
        }
        return deleted;
    }

    /** A mail's text is encoded, and an event's is a JSON string in JSON. */
    private static byte[] readable(Path file, byte[] bytes) {
        if (!file.toString().endsWith(".eml")) {
            return bytes;
        }
        try {
            MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(bytes));
            return (mail.getSubject() + "\n" + mail.getContent()).getBytes(StandardCharsets.UTF_8);
        } catch (MessagingException | IOException e) {
            return bytes;
        }
    }

    private static Map<String, @Nullable Object> json(byte[] metadata) {
        try {
            return metadata.length == 0 ? Map.of() : Json.readObject(metadata);
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static List<Path> files(Path base) throws IOException {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(base)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.size(file) > LARGEST ? new byte[0] : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
