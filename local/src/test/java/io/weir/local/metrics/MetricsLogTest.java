package io.weir.local.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class MetricsLogTest {
    private static final String LINE = """
            {"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"Weir","Dimensions":[["Source","Outcome"],["Outcome"]],\
            "Metrics":[{"Name":"Records","Unit":"Count"},{"Name":"Duration","Unit":"Milliseconds"}]}]},\
            "Source":"github","Outcome":"Done","Records":1,"Duration":%d}""";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MetricsLog metrics = MetricsLog.before(new PrintStream(out, true, UTF_8));

    @Test
    void line_isPassedOnAndCountedUnderItsNameOnCloudWatch() {
        PrintStream log = metrics.log();
        log.println(LINE.formatted(3));
        log.println(LINE.formatted(4));

        assertThat(out.toString(UTF_8).lines()).hasSize(2);
        assertThat(metrics.scrape())
                .contains("weir_Records_total{outcome=\"Done\",source=\"github\"} 2.0")
                .contains("weir_Duration_milliseconds_sum{outcome=\"Done\",source=\"github\"} 7.0");
    }

    @Test
    void lineWithoutMetrics_orNoJson_isPassedOnAndCountsNothing() {
        PrintStream log = metrics.log();
        log.println("{\"level\":\"warn\",\"message\":\"x\"}");
        log.println("not JSON");
        log.println("{\"_aws\":{\"CloudWatchMetrics\":\"no list\"}}");
        log.println("{\"_aws\":{\"CloudWatchMetrics\":[{\"Dimensions\":[],\"Metrics\":[]}]}}");

        assertThat(out.toString(UTF_8).lines()).hasSize(4);
        assertThat(metrics.scrape()).doesNotContain("weir_");
    }

    /** A stranger cannot fill the memory with one line. */
    @Test
    void endlessLine_isPassedOnAndForgotten() {
        PrintStream log = metrics.log();
        String part = "x".repeat(1 << 16);
        for (int i = 0; i < 40; i++) {
            log.print(part);
        }
        log.println();
        log.println(LINE.formatted(1));

        assertThat(out.size()).isGreaterThan(40 << 16);
        assertThat(metrics.scrape()).contains("weir_Records_total{outcome=\"Done\",source=\"github\"} 1.0");
    }

    @Test
    void gauge_isAskedWhenSomebodyLooks() {
        long[] depth = {1};
        metrics.gauge("Depth", "queue", "dead", depth, each -> each[0]);
        depth[0] = 7;

        assertThat(metrics.scrape()).contains("weir_Depth{queue=\"dead\"} 7.0");
    }
}
