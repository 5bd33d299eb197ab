package io.weir.operations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.operations.OperationsException;
import io.weir.operations.RequestEvent;
import io.weir.operations.State;
import io.weir.operations.aws.ledger.LogScan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogWatchTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    private final FakeLogs logs = new FakeLogs();
    private final LogWatch watch = new LogWatch(
            new LogScan(logs, List.of("ingest", "worker")), Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(1));

    private List<RequestEvent> next(String after, int count) throws Exception {
        List<RequestEvent> events = new ArrayList<>();
        watch.watch(after, event -> {
            events.add(event);
            return events.size() < count;
        });
        return events;
    }

    @Test
    void tellsInOrder_eachOnce_whatBecameOfARequest() throws Exception {
        logs.add(NOW.plusMillis(1), "Source", "shop", "Status", "200", "id", "i-1", "bytes", 3);
        logs.add(
                NOW.plusMillis(5),
                "Source",
                "shop",
                "id",
                "i-1",
                "Outcome",
                "Retry",
                "Reason",
                "action-http",
                "detail",
                "no");
        logs.add(NOW.plusMillis(3), "Source", "shop", "Status", "200", "id", "i-2");
        logs.add(NOW.minusSeconds(9), "Source", "shop", "Status", "200", "id", "before");
        List<RequestEvent> events = next(null, 3);
        assertThat(events).extracting(event -> event.request().id()).containsExactly("i-1", "i-2", "i-1");
        assertThat(events.get(0).attempt()).isNull();
        assertThat(events.get(0).request().state()).isEqualTo(State.WAITING);
        assertThat(events.get(2).request().state()).isEqualTo(State.RETRYING);
        assertThat(events.get(2).request().receivedAt()).isEqualTo(NOW.plusMillis(1));
        assertThat(events.get(2).attempt().reason()).isEqualTo("action-http");
    }

    @Test
    void tellsWhatComesLate_whileItWatches() throws Exception {
        logs.add(NOW.plusMillis(1), "Source", "shop", "Status", "200", "id", "i-1");
        List<String> seen = new ArrayList<>();
        watch.watch(null, event -> {
            seen.add(event.request().id());
            if (seen.size() == 1) {
                logs.add(NOW.plusMillis(1), "Source", "shop", "Status", "200", "id", "i-2");
            }
            return seen.size() < 2;
        });
        assertThat(seen).containsExactly("i-1", "i-2");
    }

    @Test
    void goesOnBehindACursor() throws Exception {
        for (int i = 1; i <= 4; i++) {
            logs.add(NOW.plusSeconds(i / 2), "Source", "shop", "Status", "200", "id", "i-" + i);
        }
        List<String> all = new ArrayList<>();
        String cursor = null;
        for (int i = 1; i <= 4; i++) {
            RequestEvent event = next(cursor, 1).getFirst();
            all.add(event.request().id());
            cursor = event.cursor();
        }
        assertThat(all).containsExactly("i-1", "i-2", "i-3", "i-4");
    }

    @Test
    void refusesACursorOfSomethingElse() {
        assertThatThrownBy(() -> next("17", 1)).isInstanceOf(OperationsException.class);
    }

    @Test
    void endsWhenItIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> next(null, 1)).isInstanceOf(InterruptedException.class);
    }
}
