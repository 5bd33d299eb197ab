package io.weir.local.operate;

import io.weir.local.ledger.Ledger;
import io.weir.local.ledger.LedgerReader;
import io.weir.operations.OperationsException;
import io.weir.operations.RequestEvent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tells watchers what happens. However many watch and however much happens, each looks a few times a second, and what one has
 * read is told to those who come to the same place: the door must not feel that somebody looks. Thread-safe.
 */
final class EventFeed {
    private static final int EVENTS = 500;
    private static final int MAX_READ = 4;
    private static final long PAUSE_MILLIS = 100;
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}\\.[0-9]{1,18}");

    private final LedgerReader reader;
    private final Ledger ledger;
    private final ReentrantLock reading = new ReentrantLock();
    private final Map<String, List<RequestEvent>> lately = new LinkedHashMap<>();

    EventFeed(LedgerReader reader, Ledger ledger) {
        this.reader = reader;
        this.ledger = ledger;
    }

    /** From behind a cursor on, until the watcher says false or the thread is interrupted. */
    void watch(String after, Predicate<RequestEvent> watcher) throws IOException, InterruptedException {
        String cursor = after;
        while (true) {
            ledger.catchUp();
            long seen = ledger.changes();
            List<RequestEvent> events = after(cursor);
            for (RequestEvent event : events) {
                if (!watcher.test(event)) {
                    return;
                }
                cursor = event.cursor();
            }
            if (events.isEmpty()) {
                ledger.awaitChange(seen);
            }
            if (events.size() < EVENTS) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // what happens until then is read at once
            }
        }
    }

    private List<RequestEvent> after(String cursor) throws IOException {
        if (!CURSOR.matcher(cursor).matches()) {
            throw new OperationsException("no place in this ledger; begin without one");
        }
        reading.lock();
        try {
            List<RequestEvent> known = lately.get(cursor);
            if (known != null) {
                return known;
            }
            int dot = cursor.indexOf('.');
            List<RequestEvent> events = LocalOperations.asked(() -> reader.after(
                    Long.parseLong(cursor.substring(0, dot)), Long.parseLong(cursor.substring(dot + 1)), EVENTS));
            if (!events.isEmpty()) {
                lately.put(cursor, events);
                if (lately.size() > MAX_READ) {
                    lately.remove(lately.keySet().iterator().next());
                }
            }
            return events;
        } finally {
            reading.unlock();
        }
    }
}
