package io.weir.local;

import io.weir.action.test.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Lets a {@link SimulatedWeir} work until nothing is left to do, and jumps over the time in which nothing happens. */
final class SimulatedTime {
    /**
     * How fast it works: as often as its period, the queue hands out so many batches, and each lane.
     *
     * @param lanesEvery in how many periods the lanes have their turn once
     * @param window where nothing happens at once, what comes within this time is received together
     */
    record Pace(Duration period, int ofQueue, int ofLane, int lanesEvery, Duration window) {
        /** With the concurrency that the deployment has, and batches that take 50 ms. */
        static final Pace OF_LAMBDA = new Pace(Duration.ofMillis(50), 10, 2, 1, Duration.ofMillis(100));

        Pace with(Duration newWindow) {
            return new Pace(period, ofQueue, ofLane, lanesEvery, newWindow);
        }
    }

    /** Something that happens at its time. */
    interface Action {
        void run() throws IOException;
    }

    private record Happening(Instant at, Action action) {}

    private final MovableClock clock;
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>(Comparator.comparing(Happening::at));

    SimulatedTime(MovableClock clock) {
        this.clock = clock;
    }

    /** In the memory of the machine where it has such a folder: what is simulated need not survive a power cut. */
    static Path folder() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "weir-simulation")
                : Files.createTempDirectory("weir-simulation");
    }

    void at(Instant time, Action action) {
        happenings.add(new Happening(time, action));
    }

    /**
     * Runs until nothing is left to do.
     *
     * @param latest when that must be
     */
    void run(SimulatedWeir weir, Pace pace, Instant latest) throws IOException {
        for (long turn = 0; clock.instant().isBefore(latest); turn++) {
            while (!happenings.isEmpty() && !happenings.peek().at().isAfter(clock.instant())) {
                happenings.remove().action().run();
            }
            boolean isTurnOfLanes = turn % pace.lanesEvery() == 0;
            int received = weir.poll(pace.ofQueue(), isTurnOfLanes ? pace.ofLane() : 0);
            if (received > 0 || !isTurnOfLanes) {
                clock.advance(pace.period());
            } else if (!jump(weir, pace.window())) {
                return;
            }
        }
        throw new IllegalStateException("it has not come to rest: " + weir.warnings());
    }

    private boolean jump(SimulatedWeir weir, Duration window) {
        long now = clock.millis();
        long next = weir.nextVisibleAt();
        if (!happenings.isEmpty()) {
            next = Math.min(next, Math.max(now, happenings.peek().at().toEpochMilli()));
        }
        if (next == Long.MAX_VALUE) {
            return false;
        }
        clock.advance(Duration.ofMillis(next - now + window.toMillis()));
        return true;
    }
}
