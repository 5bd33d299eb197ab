package io.weir.local;

import io.weir.local.FaultJournal.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The storm of a {@link FaultRun}: requests at an even pace, kills, and an outage of each downstream. With many requests
 * the outages come one after another; with few they overlap, so that a short run meets them all.
 */
final class FaultStorm {
    /** How long each downstream is down without a break. */
    static final Duration OUTAGE = Duration.ofMinutes(3);

    private static final int MANY = 10_000;
    private static final int SENDERS = 8;

    /** Beyond its length, until so many requests are accepted as are asked for. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Path data;
    private final FaultLife life;
    private final FaultLedger ledger;
    private final int requests;
    private final int kills;
    private final long seed;
    private final Clock clock = Clock.systemUTC();

    FaultStorm(Path data, FaultLife life, FaultLedger ledger, int requests, int kills, long seed) {
        this.data = data;
        this.life = life;
        this.ledger = ledger;
        this.requests = requests;
        this.kills = kills;
        this.seed = seed;
    }

    private Duration start(FaultDownstream downstream) {
        return downstream.start(requests < MANY, OUTAGE);
    }

    Duration length() {
        return start(FaultDownstream.SECRETS).plus(OUTAGE);
    }

    void run(FaultSender sender) throws Exception {
        new FaultJournal(data).write(What.STORM, "-", "0");
        Instant began = clock.instant();
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Random random = new Random(seed * 31 + i);
            all.add(() -> send(sender, random, began));
        }
        for (FaultDownstream downstream : FaultDownstream.values()) {
            all.add(() -> outage(downstream, began.plus(start(downstream))));
        }
        all.add(() -> rise(began));
        all.add(() -> kill(began));
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        }
        Files.delete(data.resolve("storm"));
    }

    private @Nullable Void send(FaultSender sender, Random random, Instant began) throws Exception {
        Instant latest = began.plus(length()).plus(LATE);
        while (ledger.accepted(FaultPhase.STORM) < requests) {
            Instant now = clock.instant();
            if (now.isAfter(latest)) {
                throw new IOException("only " + ledger.accepted(FaultPhase.STORM) + " requests were accepted");
            }
            double passed = (double) Duration.between(began, now).toMillis() / length().toMillis();
            if (ledger.accepted(FaultPhase.STORM) < Math.ceil(requests * Math.min(1, passed))) {
                sender.one(random);
            } else {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return null;
    }

    private @Nullable Void outage(FaultDownstream downstream, Instant at) throws Exception {
        sleepUntil(at);
        downstream.takeDown(data);
        sleepUntil(at.plus(OUTAGE));
        downstream.bringBack(data);
        return null;
    }

    /** Random faults would keep most events from getting as far as to what goes down first, in the short time that it has. */
    private @Nullable Void rise(Instant began) throws Exception {
        if (requests < MANY) {
            sleepUntil(began.plus(start(FaultDownstream.BUCKET)));
        }
        Files.createFile(data.resolve("storm"));
        return null;
    }

    private @Nullable Void kill(Instant began) throws Exception {
        Random random = new Random(seed);
        Duration part = length().dividedBy(kills + 1L);
        for (int kill = 1; kill <= kills; kill++) {
            sleepUntil(began.plus(part.multipliedBy(kill)).plusMillis(random.nextLong(part.toMillis() / 2)));
            life.kill();
            life.start();
        }
        return null;
    }

    private void sleepUntil(Instant at) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Duration.between(clock.instant(), at).toMillis());
    }
}
