package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code scripts/simulate} in short. */
class OutageSimulationTest {
    private static final int EVENTS = 20;
    private static final CrowdSimulation CROWD = new CrowdSimulation(2_000);
    private static final long SEED = 1;

    static Stream<Duration> outages() {
        return OutageSimulation.OUTAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("outages")
    void outage_ofEachDownstream_allIsActedOnOnceElseGivenUpWithItsReason(Duration length) throws Exception {
        boolean isTooLong = length.compareTo(OutageSimulation.RETRY_FOR) > 0;
        try (ExecutorService executor = OutageSimulation.executor()) {
            for (Future<OutageReport> future : OutageSimulation.start(executor, List.of(length), EVENTS, SEED)) {
                OutageReport report = future.get();
                assertThat(report.faults()).as(report.row()).isEmpty();
                assertThat(report.given() > 0).as(report.row()).isEqualTo(isTooLong);
            }
        }
    }

    @Test
    void crowdOfASickSource_changesNothingForAnotherSource() throws Exception {
        CrowdReport alone = CROWD.alone();
        CrowdReport crowd = CROWD.crowded();
        assertThat(crowd.isAsGoodAs(alone)).as(alone.row() + crowd.row()).isTrue();
    }

    @Test
    void crowdOfASickSource_withoutSlowLanes_stopsTheOtherSource() throws Exception {
        CrowdReport alone = CROWD.alone();
        CrowdReport crowd = CROWD.withoutLanes();
        assertThat(crowd.isAsGoodAs(alone)).as(alone.row() + crowd.row()).isFalse();
    }
}
