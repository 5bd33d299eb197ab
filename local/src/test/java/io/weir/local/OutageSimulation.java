package io.weir.local;

import io.weir.action.test.MovableClock;
import io.weir.local.SimulatedPeers.Downstream;
import io.weir.local.SimulatedPeers.Outage;
import io.weir.local.SimulatedTime.Pace;
import io.weir.local.SimulatedWeir.Kill;
import io.weir.local.files.Folders;
import io.weir.local.topic.LocalTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Lets one downstream be down for a while, in simulated time, while events come and the process is killed: what became of
 * every event, how often it was received, and when all were done. Arguments of the program: events of each outage, seed.
 */
final class OutageSimulation {
    static final List<Duration> OUTAGES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(23),
            Duration.ofHours(25));

    /** How long an event is tried. */
    static final Duration RETRY_FOR = Duration.ofHours(24);

    private static final int KILLS = 6;

    private static final List<Kill> KINDS = List.of(Kill.values());
    private static final Duration LATEST = Duration.ofDays(4);

    private final Outage outage;
    private final Random random;
    private final LocalTopic topic;
    private final LocalTopic newTopic;
    private final MovableClock clock;
    private final SimulatedRequests requests;
    private final Map<String, Instant> sent = new LinkedHashMap<>();

    private OutageSimulation(Downstream downstream, Duration length, Random random, List<LocalTopic> topics) {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        this.outage = new Outage(downstream, begin, begin.plus(length));
        this.random = random;
        this.topic = topics.getFirst();
        this.newTopic = topics.getLast();
        this.clock = new MovableClock(begin.minus(length.dividedBy(10)));
        this.requests = new SimulatedRequests(clock);
    }

    /** Simulates one outage. */
    static OutageReport run(Downstream downstream, Duration length, int events, long seed) throws IOException {
        Path folder = SimulatedTime.folder();
        try {
            List<LocalTopic> topics =
                    List.of(LocalTopic.open(folder.resolve("topic")), LocalTopic.open(folder.resolve("new-topic")));
            Random random = new Random(seed + Objects.hash(downstream.name(), length));
            return new OutageSimulation(downstream, length, random, topics).run(folder.resolve("data"), events, topics);
        } finally {
            Folders.delete(folder);
        }
    }

    private OutageReport run(Path data, int events, List<LocalTopic> topics) throws IOException {
        SimulatedPeers peers = new SimulatedPeers(clock, outage, topics);
        SimulatedTime time = new SimulatedTime(clock);
        try (SimulatedWeir weir = new SimulatedWeir(data, clock, peers, SimulatedWeir.Shape.OF_SQS)) {
            for (int i = 0; i < events; i++) {
                String id = "event-" + i;
                time.at(arrival(), () -> {
                    sent.put(id, clock.instant());
                    weir.accept(request(id));
                });
            }
            Duration span = length().multipliedBy(3).dividedBy(2);
            for (int i = 0; i < KILLS; i++) {
                Kill kill = KINDS.get(i % KINDS.size());
                time.at(clock.instant().plus(part(span, 0, 1)), () -> weir.kill(kill));
            }
            time.run(weir, Pace.OF_LAMBDA.with(window(length())), outage.end().plus(LATEST));
            return OutageReport.of(outage, sent, peers, weir);
        }
    }

    /** As long as an invocation may be waited for, and a thousandth of an outage at most. */
    private static Duration window(Duration length) {
        Duration most = Duration.ofSeconds(2);
        Duration part = length.dividedBy(1_000);
        return part.compareTo(most) < 0 ? part : most;
    }

    private Duration length() {
        return Duration.between(outage.begin(), outage.end());
    }

    /**
     * One of ten before the outage, one of ten all at once as it begins, one of ten in its last moments, and all others during
     * it: no late event closes a breaker. In an outage that is too long, the others come so early that it is so for them.
     */
    private Instant arrival() {
        Duration tooLong = length().minus(RETRY_FOR);
        return switch (random.nextInt(10)) {
            case 0 -> outage.begin().minus(part(length(), 0, 0.1));
            case 1 -> outage.begin();
            case 2 -> outage.begin().plus(part(length(), 0.98, 1));
            default -> outage.begin().plus(part(tooLong.isPositive() ? tooLong : length(), 0, 1));
        };
    }

    private Duration part(Duration of, double from, double to) {
        return Duration.ofMillis((long) (of.toMillis() * (from + (to - from) * random.nextDouble())));
    }

    private byte[] request(String id) throws IOException {
        return switch (outage.of()) {
            case SNS -> requests.confirmation(topic, id);
            // SNS signs with a new certificate when its host is down: the old one is known
            case CERTIFICATES -> requests.notification(clock.instant().isBefore(outage.begin()) ? topic : newTopic, id);
            default -> requests.webhook(SimulatedRequests.HOOKS, id);
        };
    }

    public static void main(String[] arguments) throws Exception {
        int events = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        boolean held = simulateAll(events, seed);
        CrowdSimulation simulation = new CrowdSimulation(2 * events);
        CrowdReport alone = simulation.alone();
        CrowdReport crowd = simulation.crowded();
        CrowdReport without = simulation.withoutLanes();
        System.out.println();
        System.out.println(CrowdReport.HEAD);
        System.out.println(alone.row());
        System.out.println(crowd.row());
        System.out.println(without.row());
        held &= crowd.isAsGoodAs(alone) && !without.isAsGoodAs(alone);
        System.exit(held ? 0 : 1);
    }

    private static boolean simulateAll(int events, long seed) throws Exception {
        boolean held = true;
        System.out.println(OutageReport.HEAD);
        try (ExecutorService executor = executor()) {
            for (Future<OutageReport> future : start(executor, OUTAGES, events, seed)) {
                OutageReport report = future.get();
                System.out.println(report.row());
                report.faults().stream().limit(10).forEach(fault -> System.err.println("fault: " + fault));
                held &= report.faults().isEmpty();
            }
        }
        return held;
    }

    /** A simulation waits for its disk for a good part of its time: a few run at a time. */
    static ExecutorService executor() {
        return Executors.newFixedThreadPool(4);
    }

    /** Simulates outages of each downstream. */
    static List<Future<OutageReport>> start(ExecutorService executor, List<Duration> outages, int events, long seed) {
        return Stream.of(Downstream.values())
                .flatMap(downstream ->
                        outages.stream().map(length -> executor.submit(() -> run(downstream, length, events, seed))))
                .toList();
    }
}
