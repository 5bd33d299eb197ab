package io.weir.local;

import io.weir.action.test.MovableClock;
import io.weir.local.SimulatedPeers.Downstream;
import io.weir.local.SimulatedPeers.Outage;
import io.weir.local.SimulatedTime.Pace;
import io.weir.local.SimulatedWeir.Shape;
import io.weir.local.files.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A healthy source beside one whose target is down for an hour, in which a million of its records come: scaled down, with
 * what a queue may have in flight and what the worker can do.
 */
final class CrowdSimulation {
    private static final int MILLION = 1_000_000;
    private static final Duration OUTAGE = Duration.ofHours(1);
    private static final Duration LATEST = Duration.ofDays(2);

    /** An event of the healthy source comes as often as this. */
    private static final Duration HEALTHY_EVERY = Duration.ofSeconds(2);

    private final int records;

    /** @param records that stand for a million */
    CrowdSimulation(int records) {
        this.records = records;
    }

    /** The healthy source alone. */
    CrowdReport alone() throws IOException {
        return run("nothing", 0, true);
    }

    CrowdReport crowded() throws IOException {
        return run(records + " records for a million", records, true);
    }

    CrowdReport withoutLanes() throws IOException {
        return run("the same, without slow lanes", records, false);
    }

    private CrowdReport run(String what, int sick, boolean lanes) throws IOException {
        Path folder = SimulatedTime.folder();
        try {
            return run(folder, what, sick, lanes);
        } finally {
            Folders.delete(folder);
        }
    }

    private CrowdReport run(Path folder, String what, int sick, boolean lanes) throws IOException {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        MovableClock clock = new MovableClock(begin);
        SimulatedPeers peers =
                new SimulatedPeers(clock, new Outage(Downstream.HTTP, begin, begin.plus(OUTAGE)), List.of());
        SimulatedRequests requests = new SimulatedRequests(clock);
        SimulatedTime time = new SimulatedTime(clock);
        long inFlight = Shape.OF_SQS.inFlight() * records / MILLION;
        try (SimulatedWeir weir = new SimulatedWeir(folder, clock, peers, new Shape(lanes, inFlight))) {
            for (int i = 0; i < sick; i++) {
                String id = "event-" + i;
                time.at(
                        begin.plus(OUTAGE.multipliedBy(i).dividedBy(sick)),
                        () -> weir.accept(requests.webhook(SimulatedRequests.HOOKS, id)));
            }
            List<Instant> healthy = new ArrayList<>();
            for (Instant at = begin; at.isBefore(begin.plus(OUTAGE)); at = at.plus(HEALTHY_EVERY)) {
                String id = healthyId(sick, healthy.size());
                time.at(at, () -> weir.accept(requests.webhook(SimulatedRequests.HEALTHY, id)));
                healthy.add(at);
            }
            time.run(weir, pace(), begin.plus(LATEST));
            return report(what, sick, healthy, peers);
        }
    }

    private static String healthyId(int sick, int number) {
        return "event-" + (sick + number);
    }

    /** Where there are so many times fewer records, the worker does so many times less. */
    private Pace pace() {
        Duration batch = Pace.OF_LAMBDA.period().dividedBy(Pace.OF_LAMBDA.ofQueue());
        int lanesEvery = Pace.OF_LAMBDA.ofQueue() / Pace.OF_LAMBDA.ofLane();
        return new Pace(batch.multipliedBy(MILLION / records), 1, 1, lanesEvery, Duration.ZERO);
    }

    private CrowdReport report(String what, int sick, List<Instant> healthy, SimulatedPeers peers) {
        int lost = 0;
        Map<String, Integer> archived = peers.archived();
        for (int i = 0; i < sick; i++) {
            String id = "event-" + i;
            boolean once = peers.count(Downstream.HTTP, id) == 1
                    && peers.count(Downstream.BUS, id) == 1
                    && peers.count(Downstream.MAIL, id) == 1
                    && archived.getOrDefault(id, 0) == 1;
            lost += once ? 0 : 1;
        }
        List<Duration> latencies = new ArrayList<>();
        for (int i = 0; i < healthy.size(); i++) {
            String id = healthyId(sick, i);
            lost += peers.count(Downstream.MAIL, id) == 1 ? 0 : 1;
            latencies.add(Duration.between(healthy.get(i), peers.lastEffect(id)));
        }
        latencies.sort(Duration::compareTo);
        return new CrowdReport(what, pace().period(), latencies, lost);
    }
}
