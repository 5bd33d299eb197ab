package io.weir.local.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder in which each message and each kept request had its body in its own row. */
class EarlierTablesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void anEarlierWeir() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("weir.db"));
                Statement statement = connection.createStatement()) {
            for (String each : List.of(
                    """
                    CREATE TABLE messages (
                      id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
                      attributes TEXT NOT NULL, group_id TEXT, deduplication_id TEXT, trace TEXT, source_arn TEXT,
                      sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL DEFAULT 0,
                      first_received_at INTEGER, receipt TEXT)
                    """, """
                    INSERT INTO messages (queue, message_id, body, attributes, sent_at, visible_at)
                      VALUES ('weir', 'm', 'a body that waits', '{}', 1, 1)
                    """, """
                    CREATE TABLE envelopes (
                      request INTEGER PRIMARY KEY, stranger INTEGER NOT NULL, kept_at INTEGER NOT NULL, bytes INTEGER NOT NULL,
                      attributes TEXT NOT NULL, body TEXT NOT NULL, inbox TEXT)
                    """, "INSERT INTO envelopes VALUES (7, 0, 1, 12, '{}', 'a body that is kept', NULL)")) {
                statement.execute(each);
            }
        }
    }

    private LocalStore open() {
        return LocalStore.open(
                folder,
                Stream.concat(SqliteSqsClient.schema().stream(), Ledger.SCHEMA.stream())
                        .toList());
    }

    private static List<String> texts(LocalStore store, String query) {
        return store.read(sql -> sql.query(query).list(row -> row.getString(1)));
    }

    @Test
    void open_movesTheBodiesOnceAndLosesNone() {
        for (int start = 0; start < 3; start++) {
            try (LocalStore store = open()) {
                assertThat(texts(store, "SELECT body FROM messages JOIN contents USING (id)"))
                        .containsExactly("a body that waits");
                assertThat(texts(store, "SELECT body FROM envelopes JOIN contents ON contents.id = content"))
                        .containsExactly("a body that is kept");
                assertThat(texts(store, "SELECT body FROM contents")).hasSize(2);
            }
        }
    }

    @Test
    void adoptedMessage_isDeletedWithItsBodyAndAKeptOneToo() {
        try (LocalStore store = open()) {
            Ledger ledger = new Ledger(Clock.systemUTC(), key -> 0);
            SqliteSqsClient sqs = new SqliteSqsClient(
                    store,
                    Clock.systemUTC(),
                    Clock.systemUTC(),
                    new SqliteSqsClient.Expired("0.1.0", line -> {}),
                    ledger);
            ledger.begin(store, sqs.messages());
            assertThat(texts(store, "SELECT source FROM requests")).hasSize(1);
            store.write(sql -> sqs.messages().delete(sql, 1));
            store.write(
                    sql -> sql.query("DELETE FROM envelopes WHERE request = 7").update());
            assertThat(texts(store, "SELECT body FROM contents")).isEmpty();
        }
    }
}
