package io.weir.benchmarks.ledger;

import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Fills the ledger's tables as a busy month would: 20 sources of unequal size, nearly all done, one in 50 rejected, one in 200
 * dead, an attempt each, the bodies of the last tenth. The same each time, but for the ids.
 */
final class LedgerFill {
    /** Stands in one body alone, in the middle of those that are kept. */
    static final String RARE_TEXT = "order-needle-7c1f";

    static final String RARE_TYPE = "invoice.disputed";

    static final List<String> FAULTS = List.of("action-refused", "action-failed", "action-timeout", "bucket-failed");

    private static final int SOURCES = 20;
    private static final int STEP = 50_000;
    private static final String BODY = "\"note\":\"" + "a parcel that is on its way ".repeat(16) + "\"";
    private static final List<String> TYPES = List.of("order.paid", "order.created", "push", "charge.succeeded");

    private final Connection connection;
    private final int rows;
    private final Random random = new Random(14);
    private final UlidFactory ids = UlidFactory.newMonotonicInstance();
    private final long endMillis = System.currentTimeMillis();

    LedgerFill(Connection connection, int rows) {
        this.connection = connection;
        this.rows = rows;
    }

    /** What a row is filled with. */
    private record Request(long seq, String id, String source, String state, long at) {
        boolean isDone() {
            return state.equals("done") || state.equals("duplicate") || state.equals("filtered");
        }

        boolean isQueued() {
            return state.equals("dead") || state.equals("unproven") || state.equals("retrying");
        }
    }

    static String source(int number) {
        return "source-" + number;
    }

    void fill() throws SQLException {
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("PRAGMA synchronous = OFF");
            pragma.execute("PRAGMA cache_size = -400000");
        }
        connection.setAutoCommit(false);
        for (int from = 0; from < rows; from += STEP) {
            step(from + 1, Math.min(rows, from + STEP));
            connection.commit();
        }
    }

    private void step(int from, int to) throws SQLException {
        try (PreparedStatement requests = connection.prepareStatement("""
                        INSERT INTO requests (seq, id, source, state, received_at, updated_at, sender_id, type, reason, detail,
                          attempts, proven, bytes, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 600, ?)""");
                PreparedStatement attempts = connection.prepareStatement(
                        "INSERT INTO attempts (request, at, outcome, reason, detail, ms) VALUES (?, ?, ?, ?, ?, 12)");
                PreparedStatement bodies = connection.prepareStatement("""
                        INSERT INTO envelopes (request, stranger, kept_at, bytes, content) VALUES (?, ?, ?, 600, ?)""");
                PreparedStatement contents = connection.prepareStatement("INSERT INTO contents VALUES (?, ?, ?)");
                PreparedStatement messages = connection.prepareStatement("""
                        INSERT INTO messages (id, queue, message_id, sent_at, visible_at) VALUES (?, ?, ?, ?, ?)""")) {
            for (int seq = from; seq <= to; seq++) {
                Request request = next(seq);
                String fault = request.isDone() ? null : fault(request);
                String detail = fault == null ? null : detail(request);
                run(
                        requests,
                        seq,
                        request.id(),
                        request.source(),
                        request.state(),
                        request.at(),
                        request.at() + 20,
                        "evt-" + seq,
                        type(seq),
                        fault,
                        detail,
                        request.isDone() ? 1 : 0,
                        request.isQueued() ? seq : null);
                run(attempts, seq, request.at() + 20, request.isDone() ? "Done" : "Rejected", fault, detail);
                place(request, bodies, contents, messages);
            }
            for (PreparedStatement statement : List.of(requests, attempts, bodies, contents, messages)) {
                statement.executeBatch();
            }
        }
    }

    private void place(
            Request request, PreparedStatement bodies, PreparedStatement contents, PreparedStatement messages)
            throws SQLException {
        boolean isKept = !request.isQueued() && request.seq() > rows - rows / 10;
        if (!request.isQueued() && !isKept) {
            return;
        }
        String needle = request.seq() == rows - rows / 20 ? RARE_TEXT : "order-" + request.seq();
        String body = "{\"id\":\"" + needle + "\"," + BODY + "}";
        if (request.isQueued()) {
            String queue = switch (request.state()) {
                case "dead" -> "weir-dlq";
                case "unproven" -> "weir-unproven";
                default -> "weir-retry";
            };
            run(messages, request.seq(), queue, request.id(), request.at(), request.at());
        } else {
            run(bodies, request.seq(), request.isDone() ? 0 : 1, request.at(), request.seq());
        }
        run(contents, request.seq(), body, attributes(request));
    }

    private Request next(int seq) {
        long at = endMillis - Duration.ofDays(29).toMillis() * (rows - seq) / rows;
        String id = ids.create(at).toString();
        double share = random.nextDouble();
        boolean isNew = seq > rows - 2000;
        String state = share < 0.005
                ? "dead"
                : share < 0.025
                        ? "rejected"
                        : share < 0.035
                                ? "duplicate"
                                : share < 0.04
                                        ? "filtered"
                                        : share < 0.0402 ? "unproven" : isNew && share < 0.2 ? "retrying" : "done";
        double size = random.nextDouble();
        return new Request(seq, id, source((int) (SOURCES * size * size)), state, at);
    }

    private String fault(Request request) {
        return switch (request.state()) {
            case "rejected" -> "signature-mismatch";
            case "unproven" -> "secret-unavailable";
            default -> FAULTS.get(random.nextInt(FAULTS.size()));
        };
    }

    /** Of strangers always the same, of downstreams with numbers. */
    private String detail(Request request) {
        return request.state().equals("rejected")
                ? "no signature of the secret fits"
                : "answered 50" + random.nextInt(4) + " after " + random.nextInt(30_000) + " ms";
    }

    private static String type(int seq) {
        return seq % 100_000 == 50_000 ? RARE_TYPE : TYPES.get(seq % TYPES.size());
    }

    private static String attributes(Request request) {
        Map<String, Object> all = new HashMap<>();
        Map.of(
                        "source", request.source(),
                        "received-at", Instant.ofEpochMilli(request.at()).toString(),
                        "request", "POST https://127.0.0.1/" + request.source() + " " + request.id())
                .forEach((name, value) -> all.put(name, Map.of("type", "String", "string", value)));
        return Json.write(all);
    }

    private static void run(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }
}
