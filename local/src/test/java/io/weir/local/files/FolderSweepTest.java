package io.weir.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.test.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSweepTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private final Set<String> needed = new HashSet<>();
    private FolderBucket bucket;

    @BeforeEach
    void open() throws IOException {
        bucket = new FolderBucket(folder);
    }

    private void put(String key, int bytes, Duration age) throws IOException {
        bucket.put(key, new byte[bytes], "x", Map.of());
        Files.setLastModifiedTime(folder.resolve(key), FileTime.from(NOW.minus(age)));
    }

    private int sweep(String prefix, Duration youngest, long cap) throws IOException {
        FolderSweep.Needed among =
                keys -> keys.stream().filter(needed::contains).collect(Collectors.toSet());
        return new FolderSweep(folder, bucket, List.of(new FolderSweep.Limit(prefix, youngest, DAY, cap)), among, clock)
                .sweep();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(key -> !key.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sweep_old_isRemovedWithItsMetadataAndEmptyFolders() throws Exception {
        put("rejected/s/2026/03/01/a", 1, Duration.ofDays(3));
        put("rejected/s/2026/03/04/b", 1, Duration.ofHours(3));
        put("archive/old", 1, Duration.ofDays(300));
        assertThat(sweep("rejected/", Duration.ZERO, 1000)).isEqualTo(1);
        assertThat(left()).containsExactly("archive/old", "rejected/s/2026/03/04/b");
        assertThat(folder.resolve("rejected/s/2026/03/01")).doesNotExist();
        assertThat(folder.resolve(".metadata/rejected/s/2026/03/01")).doesNotExist();
        assertThat(folder.resolve(".metadata/archive/old")).exists();
    }

    @Test
    void sweep_overTheCap_removesTheOldestUntilItFits() throws Exception {
        for (int i = 0; i < 10; i++) {
            put("rejected/f" + i, 100, Duration.ofHours(i));
        }
        assertThat(sweep("rejected/", Duration.ZERO, 350)).isEqualTo(7);
        assertThat(left()).containsExactly("rejected/f0", "rejected/f1", "rejected/f2");
    }

    @Test
    void sweep_stillNeeded_isKeptHoweverOldAndLarge() throws Exception {
        put("inbox/a", 1000, Duration.ofDays(300));
        put("inbox/b", 1000, Duration.ofDays(2));
        needed.add("inbox/a");
        sweep("inbox/", Duration.ZERO, 10);
        assertThat(left()).containsExactly("inbox/a");
    }

    @Test
    void sweep_justWritten_isKept() throws Exception {
        put("inbox/a", 1000, Duration.ofMinutes(10));
        sweep("inbox/", Duration.ofHours(1), 10);
        assertThat(left()).containsExactly("inbox/a");
    }

    @Test
    void sweep_nothingThere_removesNothing() throws Exception {
        assertThat(sweep("inbox/", Duration.ZERO, 10)).isZero();
    }

    @Test
    void sweep_partsThatAKilledProcessLeft_areRemovedAndThoseBeingWrittenStay() throws Exception {
        Path left = Files.createFile(folder.resolve(".tmp/left"));
        Path written = Files.createFile(folder.resolve(".tmp/written"));
        Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(written, FileTime.from(NOW.minus(Duration.ofHours(1))));

        assertThat(sweep("rejected/", Duration.ZERO, 1)).isZero();
        assertThat(left).doesNotExist();
        assertThat(written).exists();
    }

    @Test
    void put_intoAFolderThatWasSweptAway_makesItAgain() throws Exception {
        put("rejected/s/a", 1, Duration.ofDays(3));
        sweep("rejected/", Duration.ZERO, 10);
        put("rejected/s/b", 1, Duration.ZERO);
        assertThat(left()).containsExactly("rejected/s/b");
    }
}
