package io.weir.local.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderBucketTest {
    @TempDir
    private Path folder;

    private FolderBucket bucket;

    @BeforeEach
    void open() throws IOException {
        bucket = new FolderBucket(folder.resolve("bucket"));
    }

    @Test
    void get_nothing_isNull() throws Exception {
        assertThat(bucket.get("a/b")).isNull();
    }

    @Test
    void put_object_replacesWhatWasThereAndKeepsEveryByte() throws Exception {
        bucket.put("a/b", new byte[] {1}, "x", Map.of());
        byte[] bytes = {0, (byte) 0xFF, 13, 10};
        bucket.put("a/b", bytes, "x/y", Map.of("id", "1"));
        assertThat(bucket.get("a/b")).isEqualTo(bytes);
        assertThat(Files.readString(folder.resolve("bucket/.metadata/a/b")))
                .isEqualTo("{\"content-type\":\"x/y\",\"id\":\"1\"}");
    }

    @Test
    void delete_object_takesItAndWhatIsKnownOfItAway() throws Exception {
        bucket.put("inbox/a/b", new byte[] {1}, "x", Map.of("id", "1"));
        bucket.delete("inbox/a/b");
        bucket.delete("inbox/a/b");
        assertThat(bucket.get("inbox/a/b")).isNull();
        assertThat(folder.resolve("bucket/.metadata/inbox/a/b")).doesNotExist();
    }

    @Test
    void list_somePagesOfAPrefix_namesWhatIsOlderInOrder() throws Exception {
        Instant now = Instant.now();
        assertThat(bucket.list("inbox/", now, null, 10).keys()).isEmpty();
        for (String key : List.of("inbox/c", "inbox/a/1", "inbox/b", "archive/x")) {
            bucket.put(key, new byte[1], "x", Map.of());
            Files.setLastModifiedTime(
                    folder.resolve("bucket").resolve(key), FileTime.from(now.minus(Duration.ofMinutes(20))));
        }
        bucket.put("inbox/d/young", new byte[1], "x", Map.of());
        Bucket.Page first = bucket.list("inbox/", now.minus(Duration.ofMinutes(15)), null, 2);
        assertThat(first).isEqualTo(new Bucket.Page(List.of("inbox/a/1", "inbox/b"), "inbox/b"));
        assertThat(bucket.list("inbox/", now.minus(Duration.ofMinutes(15)), first.next(), 2))
                .isEqualTo(new Bucket.Page(List.of("inbox/c"), null));
    }

    @Test
    void putIfAbsent_manyAtOnce_oneWins() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> writers = IntStream.range(0, 16)
                    .mapToObj(i ->
                            executor.submit(() -> bucket.putIfAbsent("a/b", new byte[] {(byte) i}, "x", Map.of())))
                    .toList();
            int won = 0;
            for (Future<Boolean> writer : writers) {
                won += writer.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        try (Stream<Path> left = Files.list(folder.resolve("bucket/.tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/x",
                "../x",
                "a/../b",
                "a/..",
                ".",
                ".metadata/x",
                "a//b",
                "a/",
                "a b",
                "a\\b",
                "é",
                "a\u0000"
            })
    void anyCall_hostileKey_isRefusedAndWritesNothing(String key) throws Exception {
        assertThatThrownBy(() -> bucket.put(key, new byte[1], "x", Map.of())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bucket.putIfAbsent(key, new byte[1], "x", Map.of()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bucket.get(key)).isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"a, a/b", "a/b, a", "a/b, a/b/c/d", "x%2Fy, x%2Fy/z", "x/y/z, x"})
    void put_keyThatIsTheBeginningOfAnother_keepsBoth(String first, String second) throws Exception {
        bucket.put(first, new byte[] {1}, "x", Map.of());
        bucket.put(second, new byte[] {2}, "x", Map.of());
        assertThat(bucket.get(first)).containsExactly(1);
        assertThat(bucket.get(second)).containsExactly(2);
        bucket.put(second, new byte[] {3}, "x", Map.of());
        assertThat(bucket.get(second)).containsExactly(3);
        assertThat(bucket.get(first)).containsExactly(1);
        assertThat(new FolderBucket(folder.resolve("bucket")).get(second)).containsExactly(3);
    }

    @ParameterizedTest
    @CsvSource({"a, a/b", "a/b, a", "a/b, a/b/c/d"})
    void putIfAbsent_keyThatIsTheBeginningOfAnother_keepsBothAndEachOnce(String first, String second) throws Exception {
        assertThat(bucket.putIfAbsent(first, new byte[] {1}, "x", Map.of())).isTrue();
        assertThat(bucket.putIfAbsent(second, new byte[] {2}, "x", Map.of())).isTrue();
        assertThat(bucket.putIfAbsent(second, new byte[] {3}, "x", Map.of())).isFalse();
        assertThat(bucket.putIfAbsent(first, new byte[] {3}, "x", Map.of())).isFalse();
        assertThat(bucket.get(first)).containsExactly(1);
        assertThat(bucket.get(second)).containsExactly(2);
    }

    @Test
    void get_keyOfWhichOthersBegin_isNull() throws Exception {
        bucket.put("a/b", new byte[1], "x", Map.of());
        assertThat(bucket.get("a")).isNull();
        assertThat(bucket.get("a/b/c")).isNull();
    }

    /** Each flush begins when all who are left wait: without sharing it would be two for each of them. */
    @Test
    void putIfAbsent_manyAtOnce_shareFlushes() throws Exception {
        List<Thread> writers = new CopyOnWriteArrayList<>();
        AtomicInteger flushes = new AtomicInteger();
        Disk disk = new Disk(new SharedFlush(paths -> {
            flushes.incrementAndGet();
            await().until(() -> writers.stream().allMatch(FolderBucketTest::isWaitingOrOver));
        }));
        FolderBucket shared = new FolderBucket(folder.resolve("shared"), new NoMetadata(), disk);
        shared.putIfAbsent("archive/first", new byte[1], "x", Map.of());
        flushes.set(0);
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 64; i++) {
            String key = "archive/" + i;
            Thread writer = Thread.ofPlatform().unstarted(() -> {
                try {
                    shared.putIfAbsent(key, key.getBytes(UTF_8), "x", Map.of());
                } catch (Throwable e) {
                    faults.add(e);
                }
            });
            writers.add(writer);
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(faults).isEmpty();
        for (int i = 0; i < 64; i++) {
            assertThat(shared.get("archive/" + i)).asString(UTF_8).isEqualTo("archive/" + i);
        }
        assertThat(flushes.get()).isBetween(2, 6);
    }

    private static boolean isWaitingOrOver(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TERMINATED;
    }

    /** Keeps nothing. */
    private static final class NoMetadata implements ObjectMetadata {
        @Override
        public Future<?> put(String key, String json, boolean replace) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public void delete(String key) {
            // Nothing is kept.
        }

        @Override
        public void rename(String from, String to) {
            // Nothing is kept.
        }
    }

    /** The second must not take for stored what the first takes away again. */
    @Test
    void putIfAbsent_sameKeyWhileTheFirstFails_isWrittenByTheSecond() throws Exception {
        AtomicInteger flushes = new AtomicInteger(-100);
        List<Thread> second = new CopyOnWriteArrayList<>();
        Disk disk = new Disk(new SharedFlush(paths -> {
            if (flushes.incrementAndGet() == 2) { // the name of the first
                second.getFirst().start();
                await().until(() -> isWaitingOrOver(second.getFirst()));
                throw new IOException("the disk is gone");
            }
        }));
        FolderBucket shared = new FolderBucket(folder.resolve("bucket"), new NoMetadata(), disk);
        shared.putIfAbsent("archive/first", new byte[1], "x", Map.of());
        flushes.set(0);
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        second.add(Thread.ofPlatform().unstarted(() -> {
            try {
                result.complete(shared.putIfAbsent("archive/a", new byte[] {2}, "x", Map.of()));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }));

        assertThatThrownBy(() -> shared.putIfAbsent("archive/a", new byte[] {1}, "x", Map.of()))
                .hasMessageContaining("gone");
        assertThat(result.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(shared.get("archive/a")).containsExactly(2);
    }

    @Test
    void put_intoAFolderThatIsAFileByNow_liesBesideIt() throws Exception {
        bucket.put("a/b", new byte[] {1}, "x", Map.of());
        bucket.delete("a/b");
        Files.delete(folder.resolve("bucket/a"));
        bucket.put("a", new byte[] {2}, "x", Map.of());
        bucket.put("a/b", new byte[] {3}, "x", Map.of());
        assertThat(bucket.get("a")).containsExactly(2);
        assertThat(bucket.get("a/b")).containsExactly(3);
    }
}
