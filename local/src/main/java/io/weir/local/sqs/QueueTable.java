package io.weir.local.sqs;

import io.weir.json.Json;
import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsErrors;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The queues' settings in SQL. Every method runs inside a transaction of its caller. */
final class QueueTable {
    static final String SCHEMA =
            "CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, attributes TEXT NOT NULL) WITHOUT ROWID";

    private QueueTable() {}

    static @Nullable QueueSettings find(Sql sql, String name) throws SQLException {
        return sql.query("SELECT attributes FROM queues WHERE name = ?", name)
                .one(row -> new QueueSettings(name, StoredAttributes.readTexts(row.getString("attributes"))));
    }

    /** @throws software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException if there is none of this URL */
    static QueueSettings get(Sql sql, @Nullable String url) throws SQLException {
        QueueSettings queue = find(sql, SqsNames.nameOfUrl(url));
        if (queue == null) {
            throw SqsErrors.noSuchQueue();
        }
        return queue;
    }

    static void save(Sql sql, QueueSettings queue) throws SQLException {
        sql.query(
                        "INSERT OR REPLACE INTO queues (name, attributes) VALUES (?, ?)",
                        queue.name(),
                        Json.write(queue.attributes()))
                .update();
    }
}
