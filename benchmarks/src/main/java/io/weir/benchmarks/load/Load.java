package io.weir.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Puts a door of this machine under load. */
public final class Load {
    /** One thread sends more than any door here takes; two, so that a server that only says hello is not held up by it. */
    private static final int THREADS = 2;

    /** With fewer senders a second thread only takes the processor from the door. */
    private static final int SENDERS_A_THREAD = 16;

    private Load() {}

    /** Sends as planned and returns when all is answered. */
    public static Report run(Plan plan, Supplier<Requests> requests) throws IOException, InterruptedException {
        int threads = Math.clamp(plan.senders() / SENDERS_A_THREAD, 1, THREADS);
        if (plan.most() != 0 && plan.most() < threads) {
            throw new IllegalArgumentException("at least " + threads + " requests");
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Report>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(executor.submit(new Senders(part(plan, threads, i), requests.get())));
            }
            Report whole = new Report();
            for (Future<Report> part : parts) {
                whole.add(part.get());
            }
            return whole;
        } catch (ExecutionException e) {
            throw new IOException("the load ended early: " + e.getCause(), e);
        }
    }

    private static Plan part(Plan plan, int threads, int index) {
        return new Plan(
                plan.port(),
                (int) share(plan.senders(), threads, index),
                plan.warmUp(),
                plan.time(),
                (int) share(plan.rate(), threads, index),
                share(plan.most(), threads, index));
    }

    private static long share(long whole, int threads, int index) {
        return whole / threads + (index < whole % threads ? 1 : 0);
    }
}
