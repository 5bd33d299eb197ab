package io.weir.local.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import io.weir.log.Figures;
import io.weir.log.Figures.Figure;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsLogTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00.250999Z");
    private static final Figures FIGURES =
            Figures.inMemory(List.of("Source", "Outcome"), List.of(Figure.count("Records"), Figure.millis("Duration")));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MetricsLog metrics = MetricsLog.before(out, InstantSource.fixed(NOW));

    private void record(int duration) {
        metrics.write(
                List.of(FIGURES),
                line -> line.text("Source", "github")
                        .text("Outcome", "Done")
                        .number("Records", 1)
                        .number("Duration", duration));
    }

    private Stream<String> lines() {
        return out.toString(UTF_8).lines();
    }

    @Test
    void line_isShortPassedOnAndCountedUnderItsNameOnCloudWatch() throws Exception {
        record(3);
        record(4);

        assertThat(lines())
                .hasSize(2)
                .first()
                .isEqualTo("{\"time\":\"2026-03-04T12:00:00.250Z\",\"Source\":\"github\",\"Outcome\":\"Done\","
                        + "\"Records\":1,\"Duration\":3}");
        assertThat(metrics.scrape())
                .contains("weir_Records_total{outcome=\"Done\",source=\"github\"} 2.0")
                .contains("weir_Duration_milliseconds_sum{outcome=\"Done\",source=\"github\"} 7.0");
    }

    @Test
    void lineWithoutFigures_countsNothing() throws Exception {
        metrics.warn("x\n\"y\"");

        assertThat(Json.readObject(lines().findFirst().orElseThrow()))
                .containsEntry("level", "warn")
                .containsEntry("message", "x\n\"y\"");
        assertThat(metrics.scrape()).doesNotContain("weir_");
    }

    /** What is said to be counted and is not there is no fault of the line's. */
    @Test
    void figureThatTheLineLacks_isNotCounted() {
        metrics.write(List.of(FIGURES), line -> line.text("Source", "s").text("Records", "no number"));

        assertThat(lines()).hasSize(1);
        assertThat(metrics.scrape()).doesNotContain("weir_");
    }

    @Test
    void membersOfAList_areNoDimensions() {
        metrics.write(
                List.of(FIGURES),
                line -> line.text("Source", "s")
                        .text("Outcome", "Done")
                        .list("actions", List.of("a"), (one, action) -> one.text("Outcome", action))
                        .number("Records", 1));

        assertThat(metrics.scrape()).contains("weir_Records_total{outcome=\"Done\",source=\"s\"} 1.0");
    }

    @Test
    void linesOfManyThreads_areWholeAndAllCounted() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                threads.execute(() -> record(1));
            }
        }
        assertThat(lines()).hasSize(1000).allMatch(line -> line.endsWith("\"Duration\":1}"));
        assertThat(metrics.scrape()).contains("weir_Records_total{outcome=\"Done\",source=\"github\"} 1000.0");
    }

    /** They are counted by CloudWatch, in other ways: both would count twice. */
    @Test
    void figuresThatArePaidFor_areNotCountedHere() {
        metrics.write(
                List.of(Figures.paid(List.of(List.of("Source")), List.of(Figure.count("Rejected")))),
                line -> line.text("Source", "s").number("Rejected", 1));

        assertThat(lines()).containsExactly("{\"time\":\"2026-03-04T12:00:00.250Z\",\"Source\":\"s\",\"Rejected\":1}");
        assertThat(metrics.scrape()).doesNotContain("weir_");
    }

    @Test
    void gauge_isAskedWhenSomebodyLooks() {
        long[] depth = {1};
        metrics.gauge("Depth", "queue", "dead", depth, each -> each[0]);
        depth[0] = 7;

        assertThat(metrics.scrape()).contains("weir_Depth{queue=\"dead\"} 7.0");
    }
}
