package io.weir.local.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.KeepingBucket;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger forgets, and in which order. */
class PruningTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private LocalStore store;
    private FolderBucket bucket;
    private long rows;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(
                folder,
                Stream.concat(SqliteSqsClient.schema().stream(), Ledger.SCHEMA.stream())
                        .toList());
        bucket = new FolderBucket(folder.resolve("bucket"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private int prune(long requests) throws IOException {
        Pruning.Limits limits = new Pruning.Limits(Duration.ofHours(24), 1L << 30, Duration.ofDays(30), requests);
        return new Pruning(store, bucket, limits, CLOCK).prune();
    }

    /** Each is received a second after the one before. */
    private long request(State state, Duration age) {
        return request(state, age, null);
    }

    private long request(State state, Duration age, @Nullable Long message) {
        long seq = ++rows;
        long at = NOW.minus(age).toEpochMilli() + seq * 1000;
        store.write(sql -> sql.query(
                        """
                INSERT INTO requests (seq, id, source, state, received_at, updated_at, message, reason)
                  VALUES (?, ?, 's', ?, ?, ?, ?, ?)
                """,
                        seq,
                        Ulid.min(at).toString(),
                        state.text(),
                        at,
                        at,
                        message,
                        state == State.REJECTED ? "signature-mismatch" : null)
                .update());
        store.write(
                sql -> sql.query("INSERT INTO attempts (request, at, outcome, ms) VALUES (?, ?, 'Done', 1)", seq, at)
                        .update());
        return seq;
    }

    private List<Long> left() {
        return store.search(
                sql -> sql.query("SELECT seq FROM requests ORDER BY seq").list(row -> row.getLong("seq")));
    }

    @Test
    void tooMany_loseTheOldestOfAllThatIsOver() throws IOException {
        request(State.DUPLICATE, Duration.ofHours(1));
        request(State.DONE, Duration.ofHours(1));
        request(State.FILTERED, Duration.ofHours(1));
        request(State.DONE, Duration.ofHours(1));

        assertThat(prune(2)).isEqualTo(2);

        assertThat(left()).containsExactly(3L, 4L);
        assertThat(store.<List<Long>>search(
                        sql -> sql.query("SELECT request FROM attempts").list(row -> row.getLong("request"))))
                .containsExactlyInAnyOrder(3L, 4L);
    }

    @Test
    void moreThanAStep_goAtOnce() throws IOException {
        for (int i = 0; i < 450; i++) {
            request(i % 2 == 0 ? State.DONE : State.DUPLICATE, Duration.ofHours(1));
        }
        assertThat(prune(10)).isEqualTo(440);
        assertThat(left()).hasSize(10).contains(450L, 441L);
    }

    @Test
    void rejected_haveAShareOfTheirOwn() throws IOException {
        for (int i = 0; i < 8; i++) {
            request(State.REJECTED, Duration.ofHours(1));
        }
        long done = request(State.DONE, Duration.ofDays(3));
        assertThat(prune(8)).isEqualTo(6);
        assertThat(left()).containsExactly(7L, 8L, done);
    }

    @Test
    void whatLiesOnAQueue_isNeverForgotten() throws IOException {
        long dead = request(State.DEAD, Duration.ofDays(99), 5L);
        long waiting = request(State.WAITING, Duration.ofDays(99), 6L);
        request(State.DONE, Duration.ofDays(31));
        assertThat(prune(1000)).isEqualTo(1);
        assertThat(left()).containsExactly(dead, waiting);
    }

    @Test
    void forgotten_takesTheRestOfItsBodyWithIt() throws IOException {
        long seq = request(State.DONE, Duration.ofHours(1));
        String key = "inbox/2026-03-01/s/one";
        bucket.put(KeepingBucket.kept(key), "a large body".getBytes(UTF_8), "text/plain", Map.of());
        store.write(sql -> sql.query(
                        "INSERT INTO envelopes (request, stranger, kept_at, bytes, content, inbox) VALUES (?, 0, ?, 12, 0, ?)",
                        seq,
                        NOW.toEpochMilli(),
                        key)
                .update());

        assertThat(prune(0)).isEqualTo(1);

        assertThat(bucket.get(KeepingBucket.kept(key))).isNull();
    }

    @Test
    void groups_ofWhatFailedAndOfTheRest_countEachOnce() {
        request(State.DONE, Duration.ofHours(2));
        request(State.DONE, Duration.ofHours(2));
        request(State.REJECTED, Duration.ofHours(2));
        request(State.REJECTED, Duration.ofHours(2));
        request(State.REJECTED, Duration.ofHours(2));
        request(State.WAITING, Duration.ofHours(2), 9L);

        List<Group> groups = new LedgerGroups(store).of(Filter.ALL);

        Instant first = NOW.minus(Duration.ofHours(2));
        assertThat(groups)
                .containsExactlyInAnyOrder(
                        new Group(
                                State.REJECTED,
                                "s",
                                "signature-mismatch",
                                null,
                                3,
                                first.plusSeconds(3),
                                first.plusSeconds(5)),
                        new Group(State.DONE, "s", null, null, 2, first.plusSeconds(1), first.plusSeconds(2)),
                        new Group(State.WAITING, "s", null, null, 1, first.plusSeconds(6), first.plusSeconds(6)));
        assertThat(new LedgerGroups(store).of(Filter.ALL.between(NOW.minus(Duration.ofDays(1)), null)))
                .containsExactlyInAnyOrderElementsOf(groups);
    }

    @Test
    void sourceThatIsKnownLater_isCountedThere() {
        long seq = request(State.RETRYING, Duration.ofHours(1), 3L);
        store.write(sql -> sql.query("UPDATE requests SET source = 'known' WHERE seq = ?", seq)
                .update());
        assertThat(new LedgerGroups(store).of(Filter.ALL))
                .extracting(Group::source, Group::count)
                .containsExactly(tuple("known", 1L));
    }
}
