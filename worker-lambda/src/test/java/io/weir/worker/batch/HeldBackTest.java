package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.fifo;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.fakes.FakeContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is said of records that had no turn, and how long they wait. */
class HeldBackTest extends BatchFixture {
    private Duration delay(String id) {
        return delays.entrySet().stream()
                .filter(entry -> entry.getKey().messageId().equals(id))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList())
                .getFirst();
    }

    private String line(String id) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"messageId\":\"" + id + "\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void process_behindAFailureOfItsGroup_hasAReasonOfItsOwnAndWaitsAsLongAsTheFailure() {
        processor((record, notes) -> record.messageId().equals("a0") ? retry(Duration.ofMinutes(7)) : done())
                .process(event(fifo("a0", "a"), received(fifo("a1", "a"), 4), fifo("b0", "b")), PLENTY);

        assertThat(line("a0")).contains("\"Reason\":\"x\"");
        assertThat(line("a1")).contains("\"Reason\":\"behind-a-failure\"", "does not overtake what failed");
        assertThat(line("b0")).contains("\"Outcome\":\"Done\"");
        assertThat(delay("a1"))
                .isEqualTo(delay("a0"))
                .isEqualTo(Duration.ofSeconds(7 * 60 + 21)); // with half of the jitter
    }

    @Test
    void process_recordsThatHadNoTurn_saySoAndAreVisibleAtOnce() {
        processor((record, notes) -> done())
                .process(event(received(record("a", "", Map.of()), 4), fifo("b", "g")), new FakeContext(0));

        assertThat(line("a")).contains("\"Reason\":\"not-begun\"", "before its turn came");
        assertThat(line("b")).contains("\"Reason\":\"not-begun\"");
        assertThat(delays.values()).containsOnly(Duration.ZERO);
    }

    @Test
    void process_behindOneThatRanOutOfTime_isTwoReasons() {
        CountDownLatch never = new CountDownLatch(1);
        processor((record, notes) -> {
                    never.await();
                    return done();
                })
                .process(event(fifo("a0", "a"), fifo("a1", "a")), new FakeContext(300));

        assertThat(line("a0")).contains("\"Reason\":\"no-time\"", "it was begun");
        assertThat(line("a1")).contains("\"Reason\":\"behind-a-failure\"");
        assertThat(delay("a1")).isEqualTo(delay("a0")).isPositive();
    }
}
