package io.weir.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Posts to a door on this machine and prints requests a second and how long the answers took.
 *
 * <p>Usage: {@code DoorLoad URL SENDERS SECONDS [RATE [ADMIN]]}. Without a rate each sender posts as fast as it is answered; with
 * one, requests are due at even times and each answer is measured from when its request was due, so that a stalled door
 * cannot hide behind senders that wait. With the file that tells commands where the console is, ten consoles are open every
 * other time, and p99 with them is compared with p99 without. Every request must be answered with 200.
 */
public final class DoorLoad {
    private static final int BODY_BYTES = 2048;
    private static final int MAX_SAMPLES = 1_000_000;
    private static final int CONSOLES = 10;
    private static final int TURNS = 3;

    private final URI url;
    private final long endNanos;
    private final long intervalNanos;
    private final long startNanos = System.nanoTime();
    private final long[] nanos = new long[MAX_SAMPLES];
    private final AtomicLong started = new AtomicLong();
    private final LongAdder failed = new LongAdder();

    private DoorLoad(URI url, Duration time, int rate) {
        this.url = url;
        this.endNanos = startNanos + time.toNanos();
        this.intervalNanos = rate == 0 ? 0 : 1_000_000_000L / rate;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 3 || arguments.length > 5) {
            System.err.println("usage: DoorLoad URL SENDERS SECONDS [RATE [ADMIN]]");
            System.exit(2);
        }
        URI url = URI.create(arguments[0]);
        if (!url.getHost().equals("127.0.0.1") && !url.getHost().equals("localhost")) {
            System.err.println("only a door on this machine may be put under load");
            System.exit(2);
        }
        int senders = Integer.parseInt(arguments[1]);
        int rate = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        Duration time = Duration.ofSeconds(Integer.parseInt(arguments[2]));
        boolean isWell;
        if (arguments.length == 5) {
            isWell = compare(url, time, senders, rate, Path.of(arguments[4]));
        } else {
            DoorLoad load = new DoorLoad(url, time, rate);
            load.run(senders);
            isWell = load.failed.sum() == 0;
        }
        System.exit(isWell ? 0 : 1);
    }

    /** Without consoles and with ten, in turns. The first turn of each warms up; of the others the median counts. */
    private static boolean compare(URI url, Duration time, int senders, int rate, Path admin)
            throws IOException, InterruptedException {
        List<DoorLoad> without = new ArrayList<>();
        List<DoorLoad> with = new ArrayList<>();
        for (int turn = 0; turn <= TURNS; turn++) {
            without.add(new DoorLoad(url, time, rate));
            without.getLast().run(senders);
            try (Consoles consoles = Consoles.open(admin, CONSOLES)) {
                with.add(new DoorLoad(url, time, rate));
                with.getLast().run(senders);
                System.out.println(consoles.report());
            }
        }
        System.out.printf(
                "p50_ms without=%.2f with=%.2f, p99_ms without=%.2f (%.2f to %.2f) with=%.2f (%.2f to %.2f), ratio of p99 %.2f%n",
                median(without, 0.5),
                median(with, 0.5),
                median(without, 0.99),
                turns(without, 0.99).getFirst(),
                turns(without, 0.99).getLast(),
                median(with, 0.99),
                turns(with, 0.99).getFirst(),
                turns(with, 0.99).getLast(),
                median(with, 0.99) / median(without, 0.99));
        return Stream.of(without, with).flatMap(List::stream).allMatch(load -> load.failed.sum() == 0);
    }

    /** One stall of the machine must not decide. */
    private static double median(List<DoorLoad> loads, double share) {
        return turns(loads, share).get(TURNS / 2);
    }

    private static List<Double> turns(List<DoorLoad> loads, double share) {
        return loads.stream().skip(1).map(load -> load.at(share)).sorted().toList();
    }

    private double at(double share) {
        long[] taken = Arrays.stream(nanos).filter(n -> n > 0).sorted().toArray();
        return taken[(int) (taken.length * share)] / 1e6;
    }

    private void run(int senders) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(senders);
        for (int i = 0; i < senders; i++) {
            Thread.ofPlatform().start(() -> {
                send();
                ended.countDown();
            });
        }
        ended.await();
        report(senders);
    }

    /** One HTTP/1.1 client a sender, so that each has a connection of its own. */
    private void send() {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (true) {
                int index = (int) started.getAndIncrement();
                long due = intervalNanos == 0 ? System.nanoTime() : startNanos + index * intervalNanos;
                if (due >= endNanos || index >= MAX_SAMPLES) {
                    return;
                }
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                if (!answered(client, index)) {
                    failed.increment();
                }
                nanos[index] = System.nanoTime() - due;
            }
        }
    }

    private boolean answered(HttpClient client, int index) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .header("x-github-event", "push")
                .header("x-github-delivery", "load-" + startNanos + "-" + index)
                .header("x-hub-signature-256", "sha256=" + "0".repeat(64))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"n\":" + index + ",\"p\":\"" + "x".repeat(BODY_BYTES) + "\"}"))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void report(int senders) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long[] taken = Arrays.stream(nanos).filter(n -> n > 0).sorted().toArray();
        System.out.printf(
                "senders=%d requests=%d failed=%d per_second=%.0f p50_ms=%.2f p99_ms=%.2f max_ms=%.2f%n",
                senders,
                taken.length,
                failed.sum(),
                taken.length / seconds,
                taken[taken.length / 2] / 1e6,
                taken[(int) (taken.length * 0.99)] / 1e6,
                taken[taken.length - 1] / 1e6);
    }
}
