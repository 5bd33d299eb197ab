package io.weir.benchmarks.functions;

/** What a request does and what that costs: the numbers behind {@link AwsCosts}. Prices in dollars, for a million unless said otherwise. */
final class Load {
    /** Assumed: one SendMessage in the region, and 2 ms of our own. */
    static final int DOOR_MS = 15;

    /** Assumed: the slowest of ten records, each with its writes to the table one after the other and one object. */
    static final int BATCH_MS = 80;

    /** Records of a batch at most: the variable {@code batch_size}. */
    static final int BATCH = 10;

    /** The claim, the unsigned id, and both marked as done. */
    static final int TABLE_WRITES = 4;

    static final int OBJECTS = 1;

    /** Bytes of the door's line, which is its metrics too. */
    static final int DOOR_LINE = 350;

    /** Bytes of the worker's line. */
    static final int RECORD_LINE = 640;

    /** Of one source: 2 of the door by source and status, 2 by status, 3 of the worker by source and outcome, 3 by outcome, 3 by secret. */
    static final int METRICS = 13;

    static final double LAMBDA_REQUEST = 0.20;
    static final double GIGABYTE_SECONDS = 13.3334;
    static final double SQS_REQUEST = 0.50;
    static final double TABLE_WRITE = 0.625;
    static final double PUT = 5.00;
    static final double TRACE = 5.00;

    /** Dollars a gigabyte. */
    static final double LOG_GIGABYTE = 0.50;

    /** Dollars a month. */
    static final double METRIC = 0.30;

    private Load() {}
}
