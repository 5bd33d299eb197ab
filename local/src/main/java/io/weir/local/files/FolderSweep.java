package io.weir.local.files;

import io.weir.envelope.BucketKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what strangers can fill within an age and a size: samples and objects of the inbox that nothing points to
 * any more. The oldest go first. One sweep looks at so many files at most, and the next goes on.
 */
public final class FolderSweep {
    /**
     * What a folder of the bucket may hold.
     *
     * @param prefix as in keys, with a slash at its end
     * @param youngest what is younger is never removed
     * @param age what is older is removed
     * @param bytes beyond so many the oldest are removed
     */
    public record Limit(String prefix, Duration youngest, Duration age, long bytes) {}

    /** Which of these keys are still needed. */
    @FunctionalInterface
    public interface Needed {
        Set<String> among(Set<String> keys) throws IOException;
    }

    private record Found(String key, long bytes, Instant changed) {}

    private static final long GIBIBYTE = 1L << 30;
    /** No write takes so long: what is older under {@code .tmp/} was left by a process that was killed. */
    private static final Duration BROKEN_OFF = Duration.ofDays(1);

    private static final int MAX_LOOKED_AT = 200_000;
    private static final int MAX_CANDIDATES = 10_000;

    /**
     * What strangers can fill: a week for the inbox and for what was kept of it and forgotten, a gibibyte each.
     *
     * @param rejected age of samples
     */
    public static List<Limit> limits(Duration rejected) {
        return List.of(
                new Limit(BucketKeys.INBOX, Duration.ofHours(1), Duration.ofDays(7), GIBIBYTE),
                new Limit(KeepingBucket.KEPT, Duration.ofHours(1), Duration.ofDays(7), 4 * GIBIBYTE),
                new Limit(BucketKeys.REJECTED, Duration.ZERO, rejected, GIBIBYTE));
    }

    private final Path folder;
    private final FolderBucket bucket;
    private final List<Limit> limits;
    private final Needed needed;
    private final Clock clock;

    /** @param folder of the bucket */
    public FolderSweep(Path folder, FolderBucket bucket, List<Limit> limits, Needed needed, Clock clock) {
        this.folder = folder;
        this.bucket = bucket;
        this.limits = limits;
        this.needed = needed;
        this.clock = clock;
    }

    /** One round over all folders. Returns how many objects were removed. */
    public int sweep() throws IOException {
        int removed = 0;
        for (Limit limit : limits) {
            Look look = new Look();
            Path base = folder.resolve(limit.prefix());
            if (Files.isDirectory(base)) {
                Files.walkFileTree(base, look);
                removed += remove(limit, base, look);
            }
        }
        sweep(folder.resolve(".tmp"), clock.instant().minus(BROKEN_OFF));
        return removed;
    }

    /** Deletes the files of a folder, not of those in it, that are older than an age. Returns how many. */
    public static int sweep(Path folder, Instant before) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    removed += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
        }
        return removed;
    }

    private int remove(Limit limit, Path base, Look look) throws IOException {
        Instant now = clock.instant();
        List<Found> candidates = new ArrayList<>();
        long bytes = look.bytes;
        for (Found found : look.oldest()) {
            boolean isOld = found.changed().isBefore(now.minus(limit.age()));
            boolean isYoung = found.changed().isAfter(now.minus(limit.youngest()));
            if (isOld || (look.bytes > limit.bytes() && !isYoung)) {
                candidates.add(found);
            }
        }
        if (candidates.isEmpty()) {
            return 0;
        }
        Set<String> kept = needed.among(candidates.stream().map(Found::key).collect(Collectors.toSet()));
        int removed = 0;
        for (Found found : candidates) {
            boolean isOld = found.changed().isBefore(now.minus(limit.age()));
            if (!kept.contains(found.key()) && (isOld || bytes > limit.bytes())) {
                bucket.delete(found.key());
                bytes -= found.bytes();
                removed++;
                removeEmptyFolders(base, found.key());
            }
        }
        return removed;
    }

    /** A writer that needs one of them meanwhile makes it again. */
    private void removeEmptyFolders(Path base, String key) {
        for (Path root : List.of(folder, folder.resolve(".metadata"))) {
            Path top = root.resolve(folder.relativize(base));
            try {
                for (Path above = root.resolve(key).getParent(); above != null && !above.equals(top); ) {
                    Files.delete(above);
                    above = above.getParent();
                }
            } catch (IOException e) {
                // It is not empty.
            }
        }
    }

    /** The oldest files under a folder, and the size of all. */
    private final class Look extends SimpleFileVisitor<Path> {
        private final PriorityQueue<Found> found =
                new PriorityQueue<>(Comparator.comparing(Found::changed).reversed());
        private long bytes;
        private int lookedAt;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = folder.relativize(file).toString();
            if (attributes.isRegularFile() && KeyedFiles.isKey(key)) {
                bytes += attributes.size();
                found.add(new Found(
                        key, attributes.size(), attributes.lastModifiedTime().toInstant()));
                if (found.size() > MAX_CANDIDATES) {
                    found.remove();
                }
            }
            return ++lookedAt < MAX_LOOKED_AT ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // it was removed meanwhile
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }

        List<Found> oldest() {
            return found.stream().sorted(Comparator.comparing(Found::changed)).toList();
        }
    }
}
