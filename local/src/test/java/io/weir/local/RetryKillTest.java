package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retry of many dead letters that is killed and begun again acts on each once; scripts/faults does so with 100,000. */
class RetryKillTest {
    @TempDir
    private Path data;

    @Test
    void killedFourTimes_whileNothingRuns_actsOnEachOnce() throws Exception {
        RetryKill.Result result = new RetryKill(data, 600, 1).run("stopped", 4);
        assertThat(result.effects()).isEqualTo(600);
    }

    @Test
    void killedThreeTimes_withTheWorkerAtThem_losesNoneAndKeepsTheKeyOfARepetition() throws Exception {
        RetryKill.Result result = new RetryKill(data, 300, 2).run("running", 3);
        assertThat(result.effects()).isBetween(300, 300 + 3 * 20);
    }
}
