package io.weir.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Posts what senders and strangers post in a {@link FaultRun}, and tells the ledger. Thread-safe. */
final class FaultSender implements AutoCloseable {
    /** Well below what one core does: the way of a request is measured, not how long a queue grows. */
    private static final int GENUINE_A_SECOND = 50;

    private static final int STRANGERS_A_SECOND = 25;

    private final FaultLife life;
    private final FaultLedger ledger;
    private final FaultRequests maker;
    private final FaultStrangers strangers;
    private final AtomicInteger next = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    FaultSender(FaultLife life, FaultLedger ledger, FaultRequests maker) {
        this.life = life;
        this.ledger = ledger;
        this.maker = maker;
        this.strangers = new FaultStrangers(maker, next);
    }

    /** Posts so many genuine requests at an even pace, whether answers come or not; with a crowd of strangers, or alone. */
    void pace(FaultPhase phase, int requests, long seed) throws Exception {
        AtomicBoolean over = new AtomicBoolean(phase != FaultPhase.STRANGERS);
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Random theirs = new Random(seed + 1);
            Future<?> crowd = both.submit(() -> atPace(STRANGERS_A_SECOND, posted -> !over.get(), () -> {
                long one = theirs.nextLong();
                return () -> stranger(phase, new Random(one));
            }));
            if (!over.get()) {
                TimeUnit.SECONDS.sleep(2); // strangers are there before the first genuine request is
            }
            Random random = new Random(seed);
            atPace(GENUINE_A_SECOND, posted -> posted < requests, () -> {
                long one = random.nextLong();
                return () -> genuine(phase, new Random(one));
            });
            over.set(true);
            crowd.get();
        }
    }

    private static @Nullable Void atPace(int aSecond, IntPredicate goesOn, Supplier<Callable<Void>> post)
            throws Exception {
        List<Future<Void>> all = new ArrayList<>();
        try (ExecutorService posts = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long due = System.nanoTime(); goesOn.test(all.size()); due += 1_000_000_000L / aSecond) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                all.add(posts.submit(post.get()));
            }
        }
        for (Future<Void> one : all) {
            one.get();
        }
        return null;
    }

    /** Posts one request of a storm: of a sender, who may repeat itself, or of a stranger. */
    void one(Random random) throws Exception {
        if (random.nextInt(6) == 0) {
            stranger(FaultPhase.STORM, random);
            return;
        }
        genuine(FaultPhase.STORM, random);
    }

    private @Nullable Void genuine(FaultPhase phase, Random random) throws Exception {
        String id = "genuine-" + next.getAndIncrement();
        boolean isSns = random.nextInt(4) == 0;
        String source = source(phase, random);
        int times = phase.isCalm() || random.nextInt(20) != 0 ? 1 : 2;
        for (int i = 0; i < times; i++) {
            FaultRequests.Made request = isSns ? maker.sns(id, false) : maker.webhook(source, id, false);
            HttpRequest post = post(request);
            long sent = FaultJournal.now();
            int status = status(post);
            ledger.genuine(phase, id, sent, status);
            if (status == 200 && !isSns) {
                strangers.see(phase, request, random);
            }
            pauseAfter(status);
        }
        return null;
    }

    /** In a storm a third is forwarded, and some go to the source whose secret is missing. */
    private static String source(FaultPhase phase, Random random) {
        int dice = phase.isCalm() ? -1 : random.nextInt(20);
        if (dice == 0) {
            return FaultRequests.NO_SECRET;
        }
        return dice >= 14 ? FaultRequests.FORWARD : phase.hooks();
    }

    private @Nullable Void stranger(FaultPhase phase, Random random) throws Exception {
        FaultStrangers.Attempt attempt = strangers.attempt(phase, random);
        int status = status(post(attempt.request()));
        ledger.stranger(phase, attempt.kind(), attempt.id(), status);
        pauseAfter(status);
        return null;
    }

    private HttpRequest post(FaultRequests.Made made) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + life.port() + "/" + made.source()))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(made.body()));
        made.headers().forEach(request::header);
        return request.build();
    }

    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // killed before it answered: no promise was made
        }
    }

    private static void pauseAfter(int status) throws InterruptedException {
        if (status == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
