package io.weir.benchmarks.ledger;

import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.result.Recorder;
import io.weir.envelope.source.Sources;
import io.weir.local.StoppedWeir;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.Page;
import io.weir.operations.State;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long an operator waits for lists, groups, one request and the status of one machine with so many requests, beside the
 * same question asked of the table without an index, in one run. The processor's time tells the same on a busy machine.
 */
public final class LedgerSearches {
    private static final int PAGE = 50;
    private static final int TIMES = 200;
    private static final int PLAIN_TIMES = 3;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Operations operations;
    private final Connection plain;
    private final int rows;
    private final Recorder recorder;
    private final Random random = new Random(1);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private LedgerSearches(Operations operations, Connection plain, int rows, Recorder recorder) {
        this.operations = operations;
        this.plain = plain;
        this.rows = rows;
        this.recorder = recorder;
    }

    /** One question to the operations. */
    @FunctionalInterface
    private interface Question {
        void ask() throws IOException, SQLException;
    }

    /** A million requests, scaled. */
    public static void measure(Lab lab, Recorder recorder) throws IOException, SQLException {
        int rows = lab.count(1_000_000);
        Sources sources = Sources.parse(
                "benchmark",
                IntStream.range(0, 20)
                        .mapToObj(number -> "\"" + LedgerFill.source(number)
                                + "\": {\"scheme\": \"github\", \"secret\": \"env:X\", \"actions\": [\"archive\"]}")
                        .collect(Collectors.joining(", ", "{", "}")));
        try (Lab.Room room = lab.room()) {
            Path folder = room.path();
            StoppedWeir.open(folder, sources, line -> {}).close(); // makes the tables
            String url = "jdbc:sqlite:" + folder.resolve("weir.db");
            try (Connection connection = DriverManager.getConnection(url)) {
                new LedgerFill(connection, rows).fill();
            }
            recorder.figure("requests", "requests", rows);
            recorder.figure("database", "MB", Files.size(folder.resolve("weir.db")) / 1e6);
            try (Operations operations = StoppedWeir.open(folder, sources, line -> {});
                    Connection connection = DriverManager.getConnection(url)) {
                new LedgerSearches(operations, connection, rows, recorder).run();
            }
        }
    }

    private void run() throws IOException, SQLException {
        String deep = id(rows - 500 * PAGE);
        list("newest page", "1 = 1", Filter.ALL, null);
        list("page 500", "id < '" + deep + "'", Filter.ALL, deep);
        single();
        Filter dead = Filter.ALL.withStates(State.DEAD);
        list("state dead", "state = 'dead'", dead, null);
        list("state done", "state = 'done'", Filter.ALL.withStates(State.DONE), null);
        list(
                "states dead and unproven",
                "state IN ('dead', 'unproven')",
                Filter.ALL.withStates(State.DEAD, State.UNPROVEN),
                null);
        list("large source", "source = 'source-0'", Filter.ALL.withSources("source-0"), null);
        list("large source, dead", "source = 'source-0' AND state = 'dead'", dead.withSources("source-0"), null);
        list("small source, dead", "source = 'source-19' AND state = 'dead'", dead.withSources("source-19"), null);
        list(
                "small source, rejected",
                "source = 'source-19' AND state = 'rejected'",
                Filter.ALL.withStates(State.REJECTED).withSources("source-19"),
                null);
        list(
                "small source, filtered",
                "source = 'source-19' AND state = 'filtered'",
                Filter.ALL.withStates(State.FILTERED).withSources("source-19"),
                null);
        list("common type", "type = 'push'", Filter.ALL.withType("push"), null);
        list("rare type", "type = '" + LedgerFill.RARE_TYPE + "'", Filter.ALL.withType(LedgerFill.RARE_TYPE), null);
        list("reason action-*", "reason GLOB 'action-*'", Filter.ALL.withReason("action-*"), null);
        list(
                "reason action-*, small source",
                "reason GLOB 'action-*' AND source = 'source-19'",
                Filter.ALL.withReason("action-*").withSources("source-19"),
                null);
        times();
        text();
        groups();
        timed("status", null, operations::status);
    }

    private void times() throws IOException, SQLException {
        Instant until = Instant.now().minus(Duration.ofDays(14));
        Instant since = until.minus(Duration.ofHours(1));
        String where = "received_at >= " + since.toEpochMilli() + " AND received_at < " + until.toEpochMilli();
        list("an hour, two weeks ago", where, Filter.ALL.between(since, until), null);
        list(
                "that hour, small source, dead",
                where + " AND source = 'source-19' AND state = 'dead'",
                Filter.ALL.between(since, until).withStates(State.DEAD).withSources("source-19"),
                null);
    }

    private void single() throws IOException, SQLException {
        timed("id", "id = '" + id(rows / 2) + "'", () -> list(Filter.ALL.withIds(List.of(id(some()))), null));
        timed(
                "beginning of an id",
                "id >= '" + id(rows / 2).substring(0, 10) + "' AND id < '"
                        + id(rows / 2).substring(0, 10) + "~'",
                () -> list(Filter.ALL.withIds(List.of(id(some()).substring(0, 10))), null));
        timed(
                "sender's id",
                "sender_id = 'evt-" + some() + "'",
                () -> list(Filter.ALL.withIds(List.of("evt-" + some())), null));
        timed("show", null, () -> operations.show(id(some())));
        timed("envelope", null, () -> operations.envelope(id(rows - random.nextInt(rows / 20))));
    }

    private void groups() throws IOException, SQLException {
        timed("groups of all", null, () -> operations.groups(Filter.ALL));
        timed("groups, dead", null, () -> operations.groups(Filter.ALL.withStates(State.DEAD)));
        timed("groups, rejected", null, () -> operations.groups(Filter.ALL.withStates(State.REJECTED)));
        timed("groups, small source", null, () -> operations.groups(Filter.ALL.withSources("source-19")));
        Instant day = Instant.now().minus(Duration.ofDays(1));
        timed("groups of the last day", null, () -> operations.groups(Filter.ALL.between(day, null)));
    }

    /** A text is looked for so many requests a page; each page counts, and the whole. */
    private void text() throws IOException, SQLException {
        Filter filter = Filter.ALL.withGrep(LedgerFill.RARE_TEXT.toUpperCase(Locale.ROOT));
        List<Long> nanos = new ArrayList<>();
        List<Long> cpu = new ArrayList<>();
        List<Page> pages = new ArrayList<>(List.of(new Page(List.of(), null, null)));
        long begin = System.nanoTime();
        do {
            String after = pages.getLast().next();
            ask(() -> pages.add(operations.list(filter, after, PAGE)), nanos, cpu);
        } while (pages.getLast().next() != null);
        double seconds = (System.nanoTime() - begin) / 1e9;
        print("text of one body, a page", nanos, cpu, "lower(body) LIKE '%" + LedgerFill.RARE_TEXT + "%'");
        recorder.figure("text of one body, all pages", "s", seconds);
        int found = pages.stream().mapToInt(page -> page.requests().size()).sum();
        if (found != 1) {
            throw new IllegalStateException("the rare text was found " + found + " times");
        }
    }

    private int some() {
        return 1 + random.nextInt(rows);
    }

    private String id(int seq) throws SQLException {
        try (PreparedStatement select = plain.prepareStatement("SELECT id FROM requests WHERE seq = ?")) {
            select.setInt(1, seq);
            try (ResultSet row = select.executeQuery()) {
                return row.getString(1);
            }
        }
    }

    private void list(Filter filter, @Nullable String after) throws IOException {
        operations.list(filter, after, PAGE);
    }

    private void list(String name, String where, Filter filter, @Nullable String after)
            throws IOException, SQLException {
        timed(name, where, () -> list(filter, after));
    }

    private void timed(String name, @Nullable String where, Question question) throws IOException, SQLException {
        List<Long> nanos = new ArrayList<>();
        List<Long> cpu = new ArrayList<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int i = 0; i < TIMES && (i < 3 || System.nanoTime() < end); i++) {
            ask(question, nanos, cpu);
        }
        print(name, nanos, cpu, where);
    }

    private void ask(Question question, List<Long> nanos, List<Long> cpu) throws IOException, SQLException {
        long begun = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        question.ask();
        nanos.add(System.nanoTime() - start);
        cpu.add(threads.getCurrentThreadCpuTime() - begun);
    }

    private void print(String name, List<Long> nanos, List<Long> cpu, @Nullable String where) throws SQLException {
        double half = recorder.figure(name + "/p50", "ms", at(nanos, 0.5));
        recorder.figure(name + "/p99", "ms", at(nanos, 0.99));
        recorder.figure(name + "/p99 cpu", "ms", at(cpu, 0.99));
        if (where != null) {
            double scan = recorder.figure(name + "/without index", "ms", plain(where) / 1e6);
            recorder.ratio(name + " by without index", half / scan);
        }
    }

    private static double at(List<Long> nanos, double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share))) / 1e6;
    }

    /** The best of a few times. */
    private long plain(String where) throws SQLException {
        String from = where.contains("body")
                ? "requests NOT INDEXED LEFT JOIN envelopes ON request = seq LEFT JOIN contents ON contents.id = content"
                : "requests NOT INDEXED";
        long best = Long.MAX_VALUE;
        for (int i = 0; i < PLAIN_TIMES; i++) {
            long start = System.nanoTime();
            try (PreparedStatement select = plain.prepareStatement("SELECT requests.* FROM " + from + " WHERE " + where
                            + " ORDER BY requests.id DESC LIMIT " + PAGE);
                    ResultSet all = select.executeQuery()) {
                while (all.next()) {
                    all.getString("id");
                }
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
