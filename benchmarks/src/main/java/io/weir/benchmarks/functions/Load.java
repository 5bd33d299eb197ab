package io.weir.benchmarks.functions;

/** What a request does and what that costs: the numbers behind {@link AwsCosts}. Prices in dollars, for a million unless said otherwise. */
final class Load {
    /** Assumed: one SendMessage in the region, and 2 ms of our own. */
    static final int DOOR_MS = 15;

    /** Assumed: the slowest of ten records, each with its writes to the table one after the other and one object. */
    static final int BATCH_MS = 80;

    /** Records of a batch at most: the variable {@code batch_size}. */
    static final int BATCH = 10;

    /** Of each function: the variables {@code ingest_memory_mb} and {@code worker_memory_mb}. */
    static final int MEMORY_MB = 1024;

    /** The claim, the unsigned id, and both marked as done. */
    static final int TABLE_WRITES = 4;

    static final int OBJECTS = 1;

    /** Bytes of the door's line, which is its metrics too. */
    static final int DOOR_LINE = 290;

    /** Bytes of the worker's line. */
    static final int RECORD_LINE = 640;

    /** Bytes of the line in the HTTP API's access log. */
    static final int ACCESS_LINE = 210;

    /** Without a request: what a sweep is, a record that is done, its age, and what lies in the inbox. */
    static final int IDLE_METRICS = 3;

    /** Of requests of one source that are all processed: the door's by status, the worker's by source. */
    static final int METRICS = 2;

    /** Metrics that alarms look at, with one source; each further one has two more. */
    static final int ALARM_METRICS = 22;

    /** The operator key, and the source's own. */
    static final int SECRETS = 2;

    /** The queue and its slow lanes. */
    static final int POLLED_QUEUES = 3;

    /** Lambda asks a queue with five pollers at once, each of which waits 20 s for an answer. */
    static final int POLLS_A_MINUTE = 15;

    /** Of the inbox, one each five minutes. */
    static final int SWEEPS_A_MONTH = 12 * 24 * 30;

    static final double LAMBDA_REQUEST = 0.20;
    static final double GIGABYTE_SECONDS = 13.3334;
    static final double SQS_REQUEST = 0.50;
    static final double TABLE_WRITE = 0.625;
    static final double PUT = 5.00;
    static final double TRACE = 5.00;

    static final double SQS_POLL = 0.40;

    static final double LIST = 5.00;

    /** Dollars a gigabyte. */
    static final double LOG_GIGABYTE = 0.50;

    /** Dollars a month. */
    static final double METRIC = 0.30;

    static final double ALARM_METRIC = 0.10;
    static final double DASHBOARD = 3.00;
    static final double SECRET = 0.40;

    private Load() {}
}
