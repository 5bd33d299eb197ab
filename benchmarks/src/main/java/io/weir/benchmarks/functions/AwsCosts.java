package io.weir.benchmarks.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a million requests and a month cost on AWS, from counts of what the functions do and public prices, as tables in Markdown. Nothing of it was
 * measured in an account: the durations in {@link Load} are assumptions.
 */
public final class AwsCosts {
    private static final double MILLION = 1e6;
    private static final double SECONDS_A_MONTH = 30 * 24 * 3600.0;
    private static final double MINUTES_A_MONTH = 30 * 24 * 60.0;
    private static final long[] RATES = {1, 100, 10_000, 100_000};
    private static final long[] RATES_OF_A_MONTH = {0, 1, 100, 10_000};

    private AwsCosts() {}

    /** A row: what is paid for, how it is counted, and the sum for a million requests that come at this rate. */
    private record Row(String what, String formula, Price price) {}

    /** Dollars for a million requests, at so many a second. */
    @FunctionalInterface
    private interface Price {
        double at(long rate);
    }

    /** Writes the page to a file. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), markdown());
    }

    static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("\n| for a million requests, in $ | formula | 1/s | 100/s | 10,000/s | 100,000/s |\n");
        page.append("|---|---|---|---|---|---|\n");
        for (Row row : rows()) {
            line(page, row.what(), row.formula(), row.price(), RATES);
        }
        line(page, "**all**", "", AwsCosts::total, RATES);
        page.append(PARTS);
        page.append("\n| for a month, in $ | formula | idle | 1/s | 100/s | 10,000/s |\n");
        page.append("|---|---|---|---|---|---|\n");
        for (Row row : month()) {
            line(page, row.what(), row.formula(), row.price(), RATES_OF_A_MONTH);
        }
        line(page, "**all**", "", AwsCosts::monthly, RATES_OF_A_MONTH);
        return page.append(QUOTAS).toString();
    }

    private static void line(StringBuilder page, String what, String formula, Price price, long[] rates) {
        page.append("| ").append(what).append(" | ").append(formula);
        for (long rate : rates) {
            page.append(" | ").append(dollars(price.at(rate)));
        }
        page.append(" |\n");
    }

    static double total(long rate) {
        return rows().stream().mapToDouble(row -> row.price().at(rate)).sum();
    }

    static double monthly(long rate) {
        return month().stream().mapToDouble(row -> row.price().at(rate)).sum();
    }

    private static List<Row> month() {
        double polls = Load.POLLED_QUEUES * Load.POLLS_A_MINUTE * MINUTES_A_MONTH / MILLION;
        return List.of(
                new Row(
                        "requests",
                        "all of the above x rate x 2.592",
                        rate -> rate == 0 ? 0 : total(rate) * rate * SECONDS_A_MONTH / MILLION),
                new Row(
                        "alarms",
                        Load.ALARM_METRICS + " metrics x 0.10; 2 more for each further source",
                        rate -> Load.ALARM_METRICS * Load.ALARM_METRIC),
                new Row(
                        "metrics",
                        "(" + Load.IDLE_METRICS + ", with requests " + Load.METRICS
                                + " more) x 0.30; 1 more for each further source, 2 while it has retries",
                        rate -> (Load.IDLE_METRICS + (rate == 0 ? 0 : Load.METRICS)) * Load.METRIC),
                new Row("dashboard", "3.00; an account's first three are free", rate -> Load.DASHBOARD),
                new Row(
                        "secrets",
                        Load.SECRETS + " x 0.40; 1 more for each further source that has one",
                        rate -> Load.SECRETS * Load.SECRET),
                new Row(
                        "asking the queues",
                        Load.POLLED_QUEUES + " queues x " + Load.POLLS_A_MINUTE + " a minute x 0.40 a million",
                        rate -> polls * Load.SQS_POLL),
                new Row(
                        "sweeps of the inbox",
                        "8,640 x (a batch of the worker, 3 calls of SQS, 1 LIST x 5.00, 1 trace x 5.00, its lines)",
                        rate -> sweeps()));
    }

    private static double sweeps() {
        double lines = (Load.RECORD_LINE + 300) * Load.LOG_GIGABYTE / 1e9 * MILLION;
        double each = Load.LAMBDA_REQUEST
                + gigabyteSeconds(Load.BATCH_MS)
                + 3 * Load.SQS_POLL
                + Load.LIST
                + Load.TRACE
                + lines;
        return each * Load.SWEEPS_A_MONTH / MILLION;
    }

    private static String dollars(double sum) {
        return String.format(Locale.ROOT, sum < 100 ? "%,.2f" : "%,.0f", sum);
    }

    private static List<Row> rows() {
        return List.of(
                new Row("HTTP API", "1.00 each of the first 300 million a month, then 0.90", AwsCosts::httpApi),
                new Row(
                        "ingest function",
                        "0.20 + " + Load.DOOR_MS + " ms x 1 GB x 13.3334 a million GB-s",
                        rate -> Load.LAMBDA_REQUEST + gigabyteSeconds(Load.DOOR_MS)),
                new Row(
                        "SQS",
                        "0.50 (0.40, and 0.10 for the group) x (send + (receive + delete) / records of a batch)",
                        rate -> Load.SQS_REQUEST * (1 + 2 / batch(rate))),
                new Row(
                        "worker function",
                        "(0.20 + " + Load.BATCH_MS + " ms x 1 GB x 13.3334 a million GB-s) / records of a batch",
                        rate -> (Load.LAMBDA_REQUEST + gigabyteSeconds(Load.BATCH_MS)) / batch(rate)),
                new Row(
                        "DynamoDB",
                        Load.TABLE_WRITES + " writes x 0.625",
                        rate -> Load.TABLE_WRITES * Load.TABLE_WRITE),
                new Row("S3", Load.OBJECTS + " PUT x 5.00", rate -> Load.OBJECTS * Load.PUT),
                new Row(
                        "logs",
                        "(" + Load.DOOR_LINE + " + " + Load.ACCESS_LINE + " + " + Load.RECORD_LINE
                                + " bytes + 3 lines of Lambda's own) x 0.50 a GB",
                        AwsCosts::logs),
                new Row(
                        "X-Ray",
                        "1 a second and 5 % of the others are traced, x 5.00 a million",
                        rate -> Load.TRACE * Math.min(1, 1.0 / rate + 0.05)));
    }

    /** A batch is full once ten requests come in the time that one takes; below that it has what waits. */
    private static double batch(long rate) {
        return Math.clamp(rate * Load.BATCH_MS / 1000.0, 1, Load.BATCH);
    }

    private static double httpApi(long rate) {
        double month = rate * SECONDS_A_MONTH;
        double cheap = Math.max(0, month - 300 * MILLION) / month;
        return (1 - cheap) * 1.00 + cheap * 0.90;
    }

    private static double gigabyteSeconds(double millis) {
        return millis / 1000 * Load.MEMORY_MB / 1024 * Load.GIGABYTE_SECONDS;
    }

    /** START, END and REPORT of Lambda are some 300 bytes an invocation. */
    private static double logs(long rate) {
        double bytes = Load.DOOR_LINE + 300 + Load.ACCESS_LINE + Load.RECORD_LINE + 300 / batch(rate);
        return bytes * MILLION / 1e9 * Load.LOG_GIGABYTE;
    }

    private static final String INTRODUCTION = """
            ### Cost on AWS

            A signed webhook of 2 KiB (GitHub's scheme) that is archived; `infra/` with its defaults and one source with a managed secret: both functions
            on arm64 with 1 GB, the HTTP API. Without free tiers, storage, data out
            and savings plans. **Not measured in an account**: the door's time is that of one SendMessage in the region, the batch's that of its
            slowest record, each with a margin. Writes to the table, objects, metrics and the sizes
            of lines are counted by a test, alarms by a test of `infra/`.

            Prices of us-east-1 as known in November 2026, of which only those of SQS and DynamoDB were seen again then; the pages that say
            them: Lambda (aws.amazon.com/lambda/pricing), API Gateway
            (aws.amazon.com/api-gateway/pricing), SQS (aws.amazon.com/sqs/pricing; fair queues cost 0.10 more), DynamoDB on demand
            (aws.amazon.com/dynamodb/pricing/on-demand), S3 Standard (aws.amazon.com/s3/pricing), CloudWatch (aws.amazon.com/cloudwatch/pricing),
            X-Ray (aws.amazon.com/xray/pricing). Check them before you rely on the sum.
            """;

    private static final String PARTS = """

            With `front_door = "function_url"` the first row is 0. The largest parts are the object and the writes to the table: a source without the
            action `archive` saves the one; two of the four writes are for the id that GitHub does not sign, and a sender that signs its own needs two.
            """;

    private static final String QUOTAS = """

            Idle, most of it is for being told. A metric is paid for in the hours in which it is written: each other outcome, answer, counter and open
            breaker that occurs is one more for so long.

            The quotas are those that are known, not read again from an account: Service Quotas tells yours.

            | quota, as an account begins | binds at | what then |
            |---|---|---|
            | HTTP API: 10,000 requests a second in a region, bursts of 5,000 | 10,000/s | 429 before Weir sees the request; raise it |
            | Lambda: 1,000 at once in a region and ten requests a second for each; +1,000 every 10 s a function | 10,000/s, less the worker's | raise it |
            | SQS standard: almost none for sends; 120,000 messages in flight | 10 x 10 are in flight with the defaults | - |
            | SQS FIFO: 300 calls a second, 3,000 in batches; high throughput: 70,000 in us-east-1 | 300/s or 70,000/s | the door spills to the bucket |
            | event source mapping: 1,250 batches at once, `worker_concurrency` of them (10) | 10 x 10 / 80 ms = 1,250/s | the queue grows: raise it |
            | DynamoDB on demand: 40,000 writes a second a table; a new one 4,000 | 1,000/s new, 10,000/s later | breaker, Retry |
            | S3: 3,500 PUT a second a prefix; S3 splits prefixes by itself under load | 3,500/s a source and day | 503 until it has, Retry |
            | CloudWatch Logs: 5,000 PutLogEvents a second, which Lambda batches; EMF is free of a quota of its own | beyond 100,000/s | - |
            | Secrets Manager: 10,000 GetSecretValue a second; a process reads a secret once in minutes | never | - |
            | KMS, with `kms_key_arn`: 50,000 operations a second; SQS and S3 reuse data keys | about 50,000/s | raise it |
            """;
}
