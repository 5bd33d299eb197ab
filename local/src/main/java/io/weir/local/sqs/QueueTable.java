package io.weir.local.sqs;

import io.weir.json.Json;
import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsErrors;
import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The queues' settings, in SQL and, since only one process at a time has the store, in memory. Thread-safe. */
final class QueueTable {
    static final String SCHEMA =
            "CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, attributes TEXT NOT NULL) WITHOUT ROWID";

    private final LocalStore store;
    private final Map<String, QueueSettings> byName = new ConcurrentHashMap<>();

    QueueTable(LocalStore store) {
        this.store = store;
        store.read(sql -> sql.query("SELECT name, attributes FROM queues").list(row -> {
                    String name = row.getString("name");
                    return new QueueSettings(name, StoredAttributes.readTexts(row.getString("attributes")));
                }))
                .forEach(queue -> byName.put(queue.name(), queue));
    }

    /** @throws software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException if there is none of this URL */
    QueueSettings get(@Nullable String url) {
        QueueSettings queue = byName.get(SqsNames.nameOfUrl(url));
        if (queue == null) {
            throw SqsErrors.noSuchQueue();
        }
        return queue;
    }

    /** Makes a queue, unless there is one of this name. */
    void create(QueueSettings queue) {
        if (!byName.containsKey(queue.name())) {
            save(queue);
        }
    }

    /** Whoever sends to it makes it durable too, and each start sets the same again. */
    void save(QueueSettings queue) {
        if (!queue.equals(byName.get(queue.name()))) {
            store.change(sql -> save(sql, queue));
            byName.put(queue.name(), queue);
        }
    }

    private static int save(Sql sql, QueueSettings queue) throws SQLException {
        return sql.query(
                        "INSERT OR REPLACE INTO queues (name, attributes) VALUES (?, ?)",
                        queue.name(),
                        Json.write(queue.attributes()))
                .update();
    }
}
