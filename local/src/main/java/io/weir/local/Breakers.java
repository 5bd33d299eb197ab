package io.weir.local;

import io.weir.operations.Status;
import io.weir.worker.record.Report;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which circuit breakers are open, and passes on what is reported. Thread-safe. */
final class Breakers implements Report.Listener {
    private final Report.Listener next;
    private final Clock clock;
    private final Map<String, Status.BreakerStatus> byDownstream = new ConcurrentHashMap<>();

    Breakers(Report.Listener next, Clock clock) {
        this.next = next;
        this.clock = clock;
    }

    @Override
    public void report(Report report) {
        next.report(report);
    }

    @Override
    public void downstream(String name, String metric, int value) {
        if (metric.equals("BreakerOpen")) {
            byDownstream.put(name, new Status.BreakerStatus(name, value == 1, clock.instant()));
        }
        next.downstream(name, metric, value);
    }

    /** Those that have been open, by name. */
    List<Status.BreakerStatus> all() {
        return byDownstream.values().stream()
                .sorted((one, other) -> one.downstream().compareTo(other.downstream()))
                .toList();
    }
}
