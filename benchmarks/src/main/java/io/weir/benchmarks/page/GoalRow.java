package io.weir.benchmarks.page;

import java.util.List;

/**
 * A line of the table of goals.
 *
 * @param id by which {@code benchmarks/results/notes.json} says why it was missed
 * @param before what it was when the goal was set
 * @param ratios result and ratio, separated by a colon
 */
record GoalRow(String id, String what, String before, String goal, List<String> ratios) {
    /** As they were set. */
    static final List<GoalRow> ALL = List.of(
            row(
                    "one-sender",
                    "one sender: p50 against append and fdatasync; against Flask",
                    "4.8 x; behind",
                    "at most 2 x; ahead",
                    "Acknowledge:weir-archive/1/p50 by disk/1/p50",
                    "Acknowledge:weir-archive/1/p50 by flask/1/p50"),
            row(
                    "sqlite",
                    "64 senders: rate against bare SQLite rows at the same durability",
                    "0.18",
                    "at least 0.5",
                    "Acknowledge:weir-archive/64/rate by sqlite/64/rate"),
            row(
                    "jetty",
                    "64 senders: rate against Jetty's hello",
                    "0.10",
                    "at least 0.33",
                    "Acknowledge:weir-archive/64/rate by jetty-hello/64/rate"),
            row(
                    "backlog",
                    "p99 at 64 and 256 senders while the worker drains, against an idle worker's",
                    "-",
                    "at most 1.2 x",
                    "Backlog:draining/64/p99 by idle",
                    "Backlog:draining/256/p99 by idle",
                    "Backlog:draining/64 at a fixed rate/p99 by idle"),
            row(
                    "tail",
                    "the same p99 against the p50 beside it",
                    "3.4; 9.4",
                    "at most 10 x",
                    "Backlog:draining/64/p99 by its p50",
                    "Backlog:draining/256/p99 by its p50"),
            row(
                    "drain",
                    "drain against the commit before: archive; http to a sink that answers at once",
                    "1",
                    "at least 4 x; 4 x",
                    "Drain:weir/archive by before",
                    "Drain:weir/http_0ms by before"),
            row(
                    "slow-sink",
                    "drain against the commit before: a sink that takes 5 ms; 20 ms",
                    "1",
                    "ahead; at least 10 x",
                    "Drain:weir/http_5ms by before",
                    "Drain:weir/http_20ms by before"),
            row(
                    "disk",
                    "flushes a message, archived; bytes written by bytes sent",
                    "2.85; 15",
                    "at most 0.5; 3 x",
                    "Cost:weir-archive/flushes a message",
                    "Cost:weir-archive/written by sent"),
            row(
                    "cpu",
                    "processor for 10,000, from POST to archived, in seconds",
                    "6.8",
                    "at most 1.5",
                    "Cost:weir-archive/cpu for 10,000, in seconds"),
            row(
                    "memory",
                    "resident with default options, in MB: idle; under 64 senders",
                    "240; 260",
                    "at most 110; 160",
                    "Memory:resident when idle, in MB",
                    "Memory:resident under 64 senders, in MB"),
            row(
                    "large",
                    "64 senders of 1 MiB; of 6 MiB: share refused",
                    "all beyond three at once",
                    "none; none",
                    "Memory:64 senders of 1 MiB, share refused",
                    "Memory:64 senders of 6 MiB, share refused"),
            row(
                    "large-memory",
                    "resident with 64 senders of 1 MiB; of 6 MiB, in MB",
                    "-",
                    "at most 160; 160",
                    "Memory:64 senders of 1 MiB, resident, in MB",
                    "Memory:64 senders of 6 MiB, resident, in MB"),
            row(
                    "start",
                    "start to the first 200 against the commit before: fresh; existing folder",
                    "1.45 s; 1.22 s",
                    "at most 0.6 x; 0.6 x",
                    "Start:weir/fresh by before",
                    "Start:weir/existing by before"),
            row(
                    "verify",
                    "verification of 1 KiB against the bare check: SNS; HMAC with a signed id; with an id that is not",
                    "1.09; 1.25",
                    "at most 1.05; 1.15; 1.15",
                    "SnsVerify:weir jdk 2 by bareSignature",
                    "HmacVerify:weir 1024 stripe by bareMac",
                    "HmacVerify:weir 1024 github by bareMacAndDigest"),
            row(
                    "verify-large",
                    "verification of 6 MiB against the bare check: HMAC with a signed id; with an id that is not",
                    "-",
                    "at most 1.02; 1.02",
                    "HmacVerify:weir 6291456 stripe by bareMac",
                    "HmacVerify:weir 6291456 github by bareMacAndDigest"),
            row(
                    "worker",
                    "worker function: records a second against a sequential loop; downstream of 0, 1 and 20 ms",
                    "-; 3.3; 8.5",
                    "at least 2 x; 6 x; 14 x",
                    "Worker:worker/0 ms by loop",
                    "Worker:worker/1 ms by loop",
                    "Worker:worker/20 ms by loop"),
            row(
                    "ingest-warm",
                    "ingest function, warm, against a bare SendMessage by the same client: p50; p99",
                    "-",
                    "at most 1.1 x; 1.2 x",
                    "IngestWarm:ingest function warm, p50",
                    "IngestWarm:ingest function warm, p99"),
            row(
                    "ingest-cold",
                    "ingest function, cold, with the flags of Lambda, against the least handler with the same SDK",
                    "1.06",
                    "at most 1.06 x",
                    "IngestCold:ingest function cold, flags of Lambda"),
            row(
                    "flat",
                    "with 1,000,000 waiting against none: `/-/health`; a page of the ledger; p50 of an answer",
                    "grows",
                    "flat: at most 1.5 x each",
                    "Waiting:health with 1,000,000 waiting by 0",
                    "Waiting:page with 1,000,000 waiting by 0",
                    "Waiting:p50 with 1,000,000 waiting by 0"));

    private static GoalRow row(String id, String what, String before, String goal, String... ratios) {
        return new GoalRow(id, what, before, goal, List.of(ratios));
    }
}
