package io.weir.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.files.FolderBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket whose metadata lie in the store: a file an object, and no more. */
class SqliteMetadataTest {
    @TempDir
    private Path data;

    private LocalStore store;
    private FolderBucket bucket;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(data, SqliteMetadata.SCHEMA);
        bucket = new FolderBucket(data.resolve("bucket"), new SqliteMetadata(store));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("bucket"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void put_writesOneFileAndKeepsTheMetadata() throws Exception {
        bucket.put("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));

        assertThat(files()).isEqualTo(1);
        assertThat(bucket.metadata("archive/a")).contains("\"content-type\":\"text/plain\"", "\"id\":\"1\"");
    }

    @Test
    void putIfAbsent_ofAnotherBody_changesNeitherObjectNorMetadata() throws Exception {
        bucket.putIfAbsent("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));

        assertThat(bucket.putIfAbsent("archive/a", "y".getBytes(UTF_8), "text/html", Map.of("id", "2")))
                .isFalse();
        assertThat(bucket.metadata("archive/a")).contains("\"id\":\"1\"");
    }

    @Test
    void rename_takesTheMetadataAlong() throws Exception {
        bucket.put("inbox/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));

        bucket.rename("inbox/a", "kept/a");

        assertThat(bucket.get("kept/a")).isEqualTo("x".getBytes(UTF_8));
        assertThat(bucket.metadata("kept/a")).contains("\"id\":\"1\"");
        assertThat(bucket.metadata("inbox/a")).isEmpty();
    }

    @Test
    void delete_leavesNothing() throws Exception {
        bucket.put("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));

        bucket.delete("archive/a");

        assertThat(files()).isZero();
        assertThat(bucket.metadata("archive/a")).isEmpty();
    }

    /** The object must not be there without what describes it. */
    @Test
    void put_whenTheStoreIsClosed_failsAndWritesNoObject() throws Exception {
        store.close();

        assertThatThrownBy(() -> bucket.put("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of()))
                .isInstanceOf(IOException.class);
        assertThat(files()).isZero();
    }
}
