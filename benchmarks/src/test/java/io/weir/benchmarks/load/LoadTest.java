package io.weir.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static Requests requests() {
        return new SignedRequests(List.of("/a", "/b"), "secret".getBytes(US_ASCII), 600);
    }

    @Test
    void count_sendsSoMany_eachAnotherRequest() throws Exception {
        try (StallingDoor door = StallingDoor.steady()) {
            Report report = Load.run(Plan.count(door.port(), 40, 501), LoadTest::requests);
            assertThat(report.with(200)).isEqualTo(501);
            assertThat(report.failed()).isZero();
            assertThat(door.requests()).hasSize(501);
            assertThat(door.requests().stream().map(StallingDoor.Taken::delivery))
                    .doesNotHaveDuplicates();
            assertThat(door.requests().stream().map(StallingDoor.Taken::body)).doesNotHaveDuplicates();
            assertThat(door.requests()).allMatch(StallingDoor.Taken::isSigned);
            assertThat(door.requests()).extracting(StallingDoor.Taken::path).contains("/a", "/b");
        }
    }

    @Test
    void fixedRate_doorThatStallsOnce_allThatWasDueMeanwhileWaited() throws Exception {
        Duration stall = Duration.ofMillis(400);
        try (StallingDoor door = StallingDoor.stalling(20, stall)) {
            Report report =
                    Load.run(Plan.open(door.port(), 1, Duration.ZERO, Duration.ofMillis(800), 200), LoadTest::requests);
            assertThat(report.with(200)).isEqualTo(160);
            // Some 80 were due during the stall, half of them waited for half of it or longer.
            assertThat(report.millis(0.8)).isGreaterThan(100);
            assertThat(report.maxMillis()).isGreaterThanOrEqualTo(stall.toMillis() * 0.95);
        }
    }

    @Test
    void fixedRate_steadyDoor_keepsToTheRate() throws Exception {
        try (StallingDoor door = StallingDoor.steady()) {
            Report report = Load.run(
                    Plan.open(door.port(), 4, Duration.ofMillis(100), Duration.ofMillis(500), 100), LoadTest::requests);
            assertThat(report.with(200)).isBetween(49L, 51L);
        }
    }

    @Test
    void refusals_areCounted_andNotTakenForAcknowledged() throws Exception {
        try (StallingDoor door = StallingDoor.answering("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")) {
            Report report = Load.run(Plan.count(door.port(), 2, 10), LoadTest::requests);
            assertThat(report.statuses()).containsEntry(503, 10L);
            assertThat(report.rate()).isZero();
            assertThatThrownBy(report::allAcknowledged)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("503=10");
        }
    }

    @Test
    void connectionsThatEndAfterEachAnswer_areMadeAnew() throws Exception {
        try (StallingDoor door =
                StallingDoor.answering("HTTP/1.1 200 OK\r\nconnection: close\r\nCONTENT-LENGTH: 0\r\n\r\n")) {
            assertThat(Load.run(Plan.count(door.port(), 2, 20), LoadTest::requests)
                            .with(200))
                    .isEqualTo(20);
        }
    }

    @Test
    void doorThatHangsUp_isNoAnswer() throws Exception {
        try (StallingDoor door = StallingDoor.answering("")) {
            Report report = Load.run(Plan.count(door.port(), 1, 3), LoadTest::requests);
            assertThat(report.with(Report.NO_ANSWER)).isEqualTo(3);
        }
    }

    @Test
    void noDoor_isAnError() throws Exception {
        int port;
        try (StallingDoor door = StallingDoor.steady()) {
            port = door.port();
        }
        assertThatThrownBy(() -> Load.run(Plan.count(port, 1, 1), LoadTest::requests))
                .isInstanceOf(IOException.class);
    }

    @Test
    void fewerRequestsThanThreads_areRefused() {
        assertThatThrownBy(() -> Load.run(Plan.count(1, 64, 1), LoadTest::requests))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
