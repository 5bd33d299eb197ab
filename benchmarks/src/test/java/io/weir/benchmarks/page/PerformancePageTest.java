package io.weir.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.benchmarks.result.Recorder;
import io.weir.benchmarks.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {
    @TempDir
    private Path root;

    private Path results;

    @BeforeEach
    void makeFolders() throws IOException {
        results = Files.createDirectories(root.resolve("benchmarks/results"));
        Files.createDirectories(root.resolve("docs"));
    }

    private void measure(double ratio) throws IOException {
        Recorder recorder = new Recorder("Acknowledge", root, line -> {});
        for (int senders : Tables.SENDERS) {
            recorder.figure("weir-archive/" + senders + "/rate", "a second", 1000 * senders);
            recorder.figure("weir-archive/" + senders + "/p50", "ms", 0.5);
            recorder.figure("weir-archive/" + senders + "/p99", "ms", 2.25);
        }
        recorder.note("convoy", "left out: CONVOY names no binary");
        recorder.ratio("weir-archive/64/rate by jetty-hello/64/rate", ">= 0.33", ratio);
        new ResultFiles(results).write(recorder.result());
    }

    /** The page of this checkout is what the committed results make. Run {@code scripts/bench docs} after a change of either. */
    @Test
    void committedPage_isMadeOfTheCommittedResults() throws IOException {
        Path checkout = Path.of("..").toAbsolutePath().normalize();
        assertThat(checkout.resolve("docs/performance.md"))
                .content()
                .as("scripts/bench docs makes it anew")
                .isEqualTo(PerformancePage.text(checkout));
        String page = PerformancePage.text(checkout);
        List<String> plots = List.of("performance/acknowledged.svg", "performance/waiting.svg");
        assertThat(plots)
                .filteredOn(plot -> page.contains("(" + plot + ")"))
                .allSatisfy(plot -> assertThat(checkout.resolve("docs").resolve(plot))
                        .content()
                        .contains("<svg"));
    }

    @Test
    void goal_reachedMissedAndNotMeasured_areTold() throws IOException {
        measure(0.4);
        assertThat(PerformancePage.text(root)).contains("| 0.4 (0.4 to 0.4) | yes |", "| not measured | - |");
        measure(0.2);
        assertThat(PerformancePage.text(root)).contains("| 0.2 (0.2 to 0.2) | no |");
    }

    @Test
    void reasonThatIsKeptBeside_isTold() throws IOException {
        measure(0.2);
        Files.writeString(results.resolve(ResultFiles.NOTES), "{\"jetty\": \"the signature alone takes a third.\"}");
        assertThat(PerformancePage.text(root)).contains("## Why not", "the signature alone takes a third.");
    }

    @Test
    void reasonOfNoGoal_isRefused() throws IOException {
        Files.writeString(results.resolve(ResultFiles.NOTES), "{\"jety\": \"a slip\"}");
        assertThatThrownBy(() -> PerformancePage.text(root)).hasMessageContaining("no goal called jety");
    }

    @Test
    void peers_andWhyOneIsMissing_areTold() throws IOException {
        measure(0.4);
        assertThat(PerformancePage.text(root))
                .contains("| Weir, archive | 1,000 (0.5 / 2.25) | 16,000 (0.5 / 2.25) |")
                .contains("- Convoy: left out: CONVOY names no binary.");
    }

    @Test
    void costs_thatAreThere_areTakenIn() throws IOException {
        assertThat(PerformancePage.text(root)).doesNotContain("## Cost");
        Files.writeString(results.resolve("costs.md"), "A million requests cost so much.\n");
        assertThat(PerformancePage.text(root)).contains("## Cost\n\nA million requests cost so much.\n");
    }

    @Test
    void plot_hasAPointForEachMeasurement() throws IOException {
        measure(0.4);
        PerformancePage.write(root);
        String plot = Files.readString(root.resolve("docs/performance/acknowledged.svg"));
        int legend = 1;
        assertThat(plot.split("<ellipse", -1)).hasSize(1 + Tables.SENDERS.size() + legend);
        assertThat(root.resolve("docs/performance/waiting.svg")).doesNotExist();
        assertThat(root.resolve("docs/performance.md")).content().isEqualTo(PerformancePage.text(root));
    }
}
