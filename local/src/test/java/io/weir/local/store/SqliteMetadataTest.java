package io.weir.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.files.FolderBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** After a power cut a file may be there while its row is lost. The event comes again then. */
    @Test
    void putIfAbsent_rowThatIsMissing_isPutAgainForTheSameBodyOnly() throws Exception {
        bucket.putIfAbsent("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));
        new SqliteMetadata(store).delete("archive/a");
        assertThat(bucket.metadata("archive/a")).isEmpty();

        bucket.putIfAbsent("archive/a", "another".getBytes(UTF_8), "text/plain", Map.of("id", "2"));
        assertThat(bucket.metadata("archive/a")).isEmpty();

        assertThat(bucket.putIfAbsent("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1")))
                .isFalse();
        assertThat(bucket.metadata("archive/a")).contains("\"id\":\"1\"");
    }

    /** The row may be there while the file is lost; another body may come first then. */
    @Test
    void putIfAbsent_rowOfAFileThatWasLost_isReplaced() throws Exception {
        bucket.putIfAbsent("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));
        Files.delete(data.resolve("bucket/archive/a"));

        bucket.putIfAbsent("archive/a", "y".getBytes(UTF_8), "text/plain", Map.of("id", "2"));

        assertThat(bucket.metadata("archive/a")).contains("\"id\":\"2\"");
    }

    @Test
    void put_again_replacesTheMetadata() throws Exception {
        bucket.put("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "1"));
        bucket.put("archive/a", "x".getBytes(UTF_8), "text/plain", Map.of("id", "2"));
        assertThat(bucket.metadata("archive/a")).contains("\"id\":\"2\"");
        bucket.delete("archive/a");

        assertThat(bucket.metadata("archive/a")).isEmpty();
    }

    @Test
    void metadata_ofTwoFoldersAndNames_areKeptApart() throws Exception {
        for (String key : List.of("archive/a/x", "archive/b/x", "archive/a/y", "x")) {
            bucket.putIfAbsent(key, key.getBytes(UTF_8), "text/plain", Map.of("id", "of " + key));
        }
        bucket.rename("archive/a/x", "archive/b/x");

        assertThat(bucket.metadata("archive/a/x")).isEmpty();
        assertThat(bucket.metadata("archive/b/x")).contains("of archive/a/x");
        assertThat(bucket.metadata("archive/a/y")).contains("of archive/a/y");
        assertThat(bucket.metadata("x")).contains("of x");
    }

    @Test
    void metadata_ofAnEarlierWeir_areFoundRenamedAndDeleted() throws Exception {
        store.write(sql -> sql.query("INSERT INTO objects VALUES ('archive/a', 'earlier'), ('archive/b', 'too')")
                .update());
        SqliteMetadata metadata = new SqliteMetadata(store);
        assertThat(metadata.get("archive/a")).isEqualTo("earlier");

        metadata.rename("archive/a", "archive/c");
        metadata.delete("archive/b");

        assertThat(metadata.get("archive/a")).isNull();
        assertThat(metadata.get("archive/b")).isNull();
        assertThat(metadata.get("archive/c")).isEqualTo("earlier");
    }
}
