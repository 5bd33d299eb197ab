package io.weir.local;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How one downstream fares: in a storm it changes every few hundred milliseconds, and in an outage it does nothing at all. */
final class FaultWeather {
    /** How the fault of a call in an outage ends. */
    static final String DOWN = " is down";

    private static final long MAX_HANG_MILLIS = 2_000;

    /** Told when a call did its work and was reported as failed all the same. */
    interface Lost {
        void answer(@Nullable Object[] arguments) throws IOException;
    }

    private enum State {
        UP,
        FAILING,
        HANGING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.UP);
    private volatile CountDownLatch change = new CountDownLatch(1);
    private final String name;
    private final BooleanSupplier storm;
    private final BooleanSupplier outage;
    private final Random random;

    /** @param name of the downstream, as its faults say it */
    FaultWeather(String name, long seed, BooleanSupplier storm, BooleanSupplier outage) {
        this.name = name;
        this.storm = storm;
        this.outage = outage;
        this.random = new Random(seed);
        Thread.ofPlatform().daemon().name("weather").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                int dice = random.nextInt(100);
                State next = dice < 65 ? State.UP : dice < 88 ? State.FAILING : State.HANGING;
                state.set(storm.getAsBoolean() ? next : State.UP);
                CountDownLatch ended = change;
                change = new CountDownLatch(1);
                ended.countDown();
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(500));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns, or fails, or takes its time and then fails. */
    private void before() throws IOException {
        switch (state.get()) {
            case UP -> {}
            case FAILING -> throw new IOException("fails");
            case HANGING -> throw hung();
        }
    }

    private IOException hung() {
        try {
            boolean changed = change.await(MAX_HANG_MILLIS, TimeUnit.MILLISECONDS);
            return new IOException("hung, and " + (changed ? "broke off" : "timed out"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IOException("interrupted", e);
        }
    }

    /** Most calls fail at once, some after a while. */
    private static boolean hangsWhenDown() {
        return ThreadLocalRandom.current().nextInt(5) == 0;
    }

    /** Now and then a call does its work and is reported as failed all the same. */
    private boolean failsAfterwards() {
        return state.get() != State.UP && ThreadLocalRandom.current().nextInt(4) == 0;
    }

    <T> T around(Class<T> type, T real) {
        return around(type, real, arguments -> {});
    }

    /** The same thing, with this weather around each of its calls that may fail. */
    <T> T around(Class<T> type, T real, Lost lost) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean doesIo = Arrays.asList(method.getExceptionTypes()).contains(IOException.class);
                    if (doesIo && outage.getAsBoolean()) {
                        throw hangsWhenDown() ? hung() : new IOException(name + DOWN);
                    }
                    boolean worksAndFails = doesIo && failsAfterwards();
                    if (doesIo && !worksAndFails) {
                        before();
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (worksAndFails) {
                        lost.answer(arguments);
                        throw new IOException("worked, but the answer was lost");
                    }
                    return result;
                }));
    }
}
