package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.onQueue;
import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.record.Waiting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records in a slow lane whose clock was set. */
class ClockSetTest extends BatchFixture {
    /** Else it would be hidden for longer than SQS hides anything: not at all, until it was received too often. */
    @Test
    void setBackByADay_hidesNothingAnyLonger() {
        Waiting waiting = new Waiting(NOW, null, NOW, 6, null, NOW, NOW.plus(Duration.ofHours(1)));
        clock.advance(Duration.ofDays(-1));
        assertThat(ids(processor((record, notes) -> done())
                        .process(
                                event(sentAt(
                                        NOW,
                                        onQueue(
                                                "weir-retry",
                                                record("a", "", Map.of("source", "s", "retry", waiting.toJson()))))),
                                PLENTY)))
                .isEmpty();
        assertThat(delays).isEmpty();
    }
}
