package io.weir.local.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.action.test.MovableClock;
import io.weir.local.files.FolderBucket;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each share of a ledger holds, and what is never forgotten. */
class SharesTest {
    private static final Pruning.Limits LIMITS =
            new Pruning.Limits(Duration.ofHours(24), 1000, Duration.ofDays(30), 400);

    @TempDir
    private Path data;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-04T12:00:00Z"));
    private LocalStore store;
    private FolderBucket bucket;

    @BeforeEach
    void open() throws IOException {
        List<String> schema = Stream.of(SqliteSqsClient.schema(), Ledger.SCHEMA)
                .flatMap(List::stream)
                .toList();
        store = LocalStore.open(data, schema);
        bucket = new FolderBucket(data.resolve("bucket"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private int prune() throws IOException {
        return new Pruning(store, bucket, LIMITS, clock).prune();
    }

    private long add(State state, int bytes, String inbox) {
        clock.advance(Duration.ofMillis(1));
        long now = clock.millis();
        return store.write(sql -> {
            sql.query(
                            "INSERT INTO requests (id, source, state, received_at, updated_at) VALUES (?, 's', ?, ?, ?)",
                            Ulid.fast().toString(),
                            state.text(),
                            now,
                            now)
                    .update();
            Long seq = sql.query("SELECT max(seq) AS n FROM requests").one(row -> row.getLong("n"));
            sql.query("INSERT INTO attempts (request, at, outcome, ms) VALUES (?, ?, 'Done', 0)", seq, now)
                    .update();
            if (bytes > 0) {
                sql.query(
                                "INSERT INTO envelopes (request, stranger, kept_at, bytes, content, inbox) VALUES (?, ?, ?, ?, 0, ?)",
                                seq,
                                state == State.REJECTED ? 1 : 0,
                                now,
                                bytes,
                                inbox)
                        .update();
            }
            return seq;
        });
    }

    private List<Long> kept() {
        return store.read(sql ->
                sql.query("SELECT request FROM envelopes ORDER BY request").list(row -> row.getLong("request")));
    }

    private long rows(String table) {
        Long rows = store.read(
                sql -> sql.query("SELECT count(*) AS n FROM " + table).one(row -> row.getLong("n")));
        return rows == null ? 0 : rows;
    }

    /** However much strangers send, nothing genuine goes for it. */
    @Test
    void prune_rejectedOnesBeyondTheirShare_takesNothingOfTheGenuine() throws Exception {
        long genuine = add(State.DONE, 900, null);
        long oldest = add(State.REJECTED, 600, null);
        long middle = add(State.REJECTED, 600, null);
        long newest = add(State.REJECTED, 300, null);

        assertThat(prune()).isEqualTo(1);

        assertThat(kept()).containsExactly(genuine, middle, newest).doesNotContain(oldest);
    }

    @Test
    void prune_bodiesOfYesterday_goAndTheirTraceStays() throws Exception {
        add(State.DONE, 10, null);
        clock.advance(Duration.ofHours(24).plusMillis(1));
        long today = add(State.DONE, 10, null);

        prune();

        assertThat(kept()).containsExactly(today);
        assertThat(rows("requests")).isEqualTo(2);
    }

    @Test
    void prune_aBodyInAFile_goesWithItsFile() throws Exception {
        bucket.put("kept/2026/03/04/s/A", new byte[10], "x/y", Map.of());
        add(State.DONE, 10, "inbox/2026/03/04/s/A");
        clock.advance(Duration.ofDays(2));

        prune();

        assertThat(bucket.get("kept/2026/03/04/s/A")).isNull();
    }

    @Test
    void prune_moreRequestsThanTheLimit_takesTheOldestWithTheirAttempts() throws Exception {
        for (int i = 0; i < 650; i++) {
            add(State.DONE, 0, null);
        }

        assertThat(prune()).isEqualTo(250);

        assertThat(rows("requests")).isEqualTo(400);
        assertThat(rows("attempts")).isEqualTo(400);
    }

    /** A flood of rejected ones leaves the rest of the ledger. */
    @Test
    void prune_rejectedOnes_haveAQuarter() throws Exception {
        for (int i = 0; i < 150; i++) {
            add(State.DONE, 0, null);
            add(State.REJECTED, 0, null);
        }

        prune();

        assertThat(store.<Long>read(sql -> sql.query("SELECT count(*) AS n FROM requests WHERE state = 'rejected'")
                        .one(row -> row.getLong("n"))))
                .isEqualTo(100);
        assertThat(rows("requests")).isEqualTo(250);
    }

    @Test
    void prune_whatLiesOnAQueue_staysHoweverOld() throws Exception {
        for (State state : List.of(State.WAITING, State.RETRYING, State.DEAD, State.UNPROVEN)) {
            add(state, 0, null);
        }
        clock.advance(Duration.ofDays(400));

        prune();

        assertThat(rows("requests")).isEqualTo(4);
    }

    @Test
    void prune_tracesOfLastMonth_go() throws Exception {
        add(State.DONE, 0, null);
        add(State.REJECTED, 0, null);
        clock.advance(Duration.ofDays(30).plusMillis(1));
        add(State.DONE, 0, null);

        prune();

        assertThat(rows("requests")).isEqualTo(1);
        assertThat(rows("attempts")).isEqualTo(1);
    }
}
