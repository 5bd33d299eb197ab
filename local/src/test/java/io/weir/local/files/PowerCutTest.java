package io.weir.local.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a power cut leaves of an object, at every moment at which something waits for the disk, in the worst cases that a file
 * system admits: a name that was not flushed is there or not, bytes that were not flushed are all missing or half of them.
 */
class PowerCutTest {
    private static final byte[] BODY = "0123456789".repeat(300).getBytes(UTF_8);

    private enum Bytes {
        NONE,
        HALF
    }

    @TempDir
    private Path folder;

    private final Set<Object> flushedFiles = new HashSet<>();
    private final Set<Path> flushedNames = new HashSet<>();
    private final List<Path> cuts = new ArrayList<>();
    private int failAt = Integer.MAX_VALUE;
    private int flushes;

    private final Disk disk = new Disk(path -> {
        cutNow();
        if (++flushes == failAt) {
            throw new IOException("the disk is gone");
        }
        if (Files.isDirectory(path)) {
            flushedNames.removeIf(name -> path.equals(name.getParent()));
            try (Stream<Path> names = Files.list(path)) {
                names.forEach(flushedNames::add);
            }
        } else {
            flushedFiles.add(key(path));
        }
    });
    private final Disk plain = new Disk(path -> {});

    private static Object key(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private FolderBucket bucket() throws IOException {
        Path data = Files.createDirectories(data());
        flushedNames.add(data);
        return new FolderBucket(data.resolve("bucket"), null, disk);
    }

    private void cutNow() throws IOException {
        for (boolean namesStay : new boolean[] {true, false}) {
            for (Bytes bytes : Bytes.values()) {
                Path cut = folder.resolve("cut" + cuts.size());
                leave(data(), cut, namesStay, bytes);
                cuts.add(cut);
            }
        }
    }

    private void leave(Path from, Path to, boolean namesStay, Bytes bytes) throws IOException {
        if (!namesStay && !flushedNames.contains(from)) {
            return;
        }
        if (!Files.isDirectory(from)) {
            byte[] all = Files.readAllBytes(from);
            int left = flushedFiles.contains(key(from)) ? all.length : bytes == Bytes.NONE ? 0 : all.length / 2;
            Files.write(to, Arrays.copyOf(all, left));
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> names = Files.list(from)) {
            for (Path name : names.toList()) {
                leave(name, to.resolve(name.getFileName()), namesStay, bytes);
            }
        }
    }

    private static List<String> archived(Path cut) throws IOException {
        Path archive = cut.resolve("bucket/archive");
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(archive)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> archive.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void putIfAbsent_cutAtAnyMoment_leavesTheWholeObjectOrNoneAndItIsStoredOnce() throws Exception {
        bucket().putIfAbsent("archive/s/2026/1", BODY, "text/plain", Map.of("id", "1"));
        assertThat(cuts.size()).as("moments and cases").isGreaterThan(16);
        int without = 0;
        for (Path cut : cuts) {
            FolderBucket after = new FolderBucket(cut.resolve("bucket"), null, plain);
            byte[] left = after.get("archive/s/2026/1");
            without += left == null ? 1 : 0;
            assertThat(left == null || Arrays.equals(left, BODY))
                    .as(cut.toString())
                    .isTrue();
            after.putIfAbsent("archive/s/2026/1", BODY, "text/plain", Map.of("id", "1"));
            assertThat(after.get("archive/s/2026/1")).isEqualTo(BODY);
            assertThat(archived(cut)).containsExactly("s/2026/1");
        }
        assertThat(without).isPositive().isLessThan(cuts.size());
    }

    @Test
    void putIfAbsent_cutAfterItReturned_losesNothing() throws Exception {
        bucket().putIfAbsent("archive/s/2026/1", BODY, "text/plain", Map.of("id", "1"));
        cuts.clear();
        cutNow();
        for (Path cut : cuts) {
            FolderBucket after = new FolderBucket(cut.resolve("bucket"), null, plain);
            assertThat(after.get("archive/s/2026/1")).isEqualTo(BODY);
            assertThat(after.metadata("archive/s/2026/1")).contains("\"id\":\"1\"");
        }
    }

    /** A process that was killed between the name and its flush: the next finds the name, which may still be lost. */
    @Test
    void putIfAbsent_nameThatNobodyFlushed_isFlushedBeforeItCounts() throws Exception {
        FolderBucket bucket = bucket();
        bucket.putIfAbsent("archive/a", BODY, "x", Map.of());
        Path file = data().resolve("bucket/archive/a");
        flushedNames.remove(file);

        assertThat(bucket.putIfAbsent("archive/a", BODY, "x", Map.of())).isFalse();
        assertThat(flushedNames).contains(file);
    }

    /** Whatever of the flushes fails: nothing counts as stored, nothing is left behind, and the next attempt writes all again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void putIfAbsent_flushThatFails_isAFaultAndTheNextWritesAgain(int nth) throws Exception {
        FolderBucket bucket = bucket();
        int before = flushes;
        failAt = before + nth;
        boolean failed = false;
        try {
            bucket.putIfAbsent("archive/s/1", BODY, "x", Map.of());
        } catch (IOException e) {
            failed = true;
        }
        assertThat(failed).isEqualTo(flushes >= failAt);
        if (failed) {
            assertThat(bucket.get("archive/s/1")).isNull();
        }
        try (Stream<Path> left = Files.list(data().resolve("bucket/.tmp"))) {
            assertThat(left).isEmpty();
        }
        failAt = Integer.MAX_VALUE;
        assertThat(bucket.putIfAbsent("archive/s/1", BODY, "x", Map.of())).isEqualTo(failed);
        cuts.clear();
        cutNow();
        for (Path cut : cuts) {
            assertThat(new FolderBucket(cut.resolve("bucket"), null, plain).get("archive/s/1"))
                    .isEqualTo(BODY);
        }
    }
}
