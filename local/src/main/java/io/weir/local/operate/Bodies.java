package io.weir.local.operate;

import io.weir.envelope.Delivery;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.KeepingBucket;
import io.weir.local.ledger.LedgerSearch;
import io.weir.local.ledger.Row;
import io.weir.local.sqs.StoredMessages;
import io.weir.local.store.LocalStore;
import io.weir.operations.RequestLife;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what the door received: on a queue, in the inbox, or among what is kept for a while. Thread-safe. */
final class Bodies implements LedgerSearch.BodyText {
    private final LocalStore store;
    private final StoredMessages messages;
    private final FolderBucket bucket;

    Bodies(LocalStore store, StoredMessages messages, FolderBucket bucket) {
        this.store = store;
        this.messages = messages;
        this.bucket = bucket;
    }

    /** The message of a request as it lies there, which may be a pointer to the inbox; null if there is none. */
    @Nullable
    QueueMessage message(Row row) {
        return store.find(sql -> {
            QueueMessage onQueue = row.message() == null ? null : messages.find(sql, row.message());
            return onQueue != null
                    ? onQueue
                    : sql.query("""
                            SELECT attributes, body FROM envelopes JOIN contents ON contents.id = content
                              WHERE request = ?
                            """, row.seq())
                            .one(kept -> StoredMessages.parse(kept.getString("attributes"), kept.getString("body")));
        });
    }

    /** The message as the door made it, wherever it lies; null if it is gone. */
    @Nullable
    QueueMessage sent(Row row) throws IOException {
        QueueMessage message = message(row);
        if (message == null) {
            return null;
        }
        String key = inboxKey(message);
        if (key == null) {
            return message;
        }
        byte[] object = bucket.get(key);
        if (object == null) {
            object = bucket.get(KeepingBucket.kept(key));
        }
        try {
            return object == null ? null : InboxObject.read(object);
        } catch (MalformedEnvelopeException e) {
            return null;
        }
    }

    @Nullable
    ReceivedRequest envelope(Row row) throws IOException {
        QueueMessage sent = sent(row);
        try {
            return sent == null ? null : sent.open();
        } catch (MalformedEnvelopeException e) {
            return null; // SNS itself put it on the queue, or nobody can read it
        }
    }

    RequestLife.Body place(Row row) {
        QueueMessage message = message(row);
        if (message == null) {
            return RequestLife.Body.GONE;
        }
        String key = inboxKey(message);
        if (key != null && bucket.size(key) > 0) {
            return RequestLife.Body.INBOX;
        }
        if (key != null && bucket.size(KeepingBucket.kept(key)) == 0) {
            return RequestLife.Body.GONE;
        }
        return row.message() == null ? RequestLife.Body.KEPT : RequestLife.Body.QUEUE;
    }

    /** The key that a message points to, or null if it is no pointer. */
    static @Nullable String inboxKey(QueueMessage message) {
        Delivery.InboxPointer pointer = Delivery.InboxPointer.find(message.body(), message.attributes());
        return pointer == null ? null : pointer.key();
    }

    @Override
    public boolean contains(Row row, String lowerCase) {
        try {
            ReceivedRequest request = envelope(row);
            return request != null
                    && new String(request.body(), StandardCharsets.UTF_8)
                            .toLowerCase(Locale.ROOT)
                            .contains(lowerCase);
        } catch (IOException e) {
            return false;
        }
    }
}
