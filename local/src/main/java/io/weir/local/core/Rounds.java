package io.weir.local.core;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does something again and again on a thread of its own, such as telling the queue of what lies in the inbox. */
public final class Rounds implements AutoCloseable {
    /** One round. */
    @FunctionalInterface
    public interface Round {
        void run() throws IOException;
    }

    private final String thread;
    private final Duration pause;
    private final Round round;
    private final Consumer<String> warn;
    private final Halt halt;
    private final ScheduledExecutorService executor;

    /**
     * @param thread its name, which stands in the line about a failure
     * @param pause between two rounds
     * @param warn takes a line when a round fails; the next one comes all the same
     */
    public Rounds(String thread, Duration pause, Round round, Consumer<String> warn) {
        this(thread, pause, round, warn, Halt.PROCESS);
    }

    Rounds(String thread, Duration pause, Round round, Consumer<String> warn, Halt halt) {
        this.thread = thread;
        this.pause = pause;
        this.round = round;
        this.warn = warn;
        this.halt = halt;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(thread).factory());
    }

    public void start() {
        var unused = executor.scheduleWithFixedDelay(this::once, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void once() {
        try {
            round.run();
        } catch (IOException | RuntimeException e) {
            warn.accept(thread + ": " + e + "; it is tried again in " + pause.toSeconds() + " s");
        } catch (Error e) {
            halt.because(Thread.currentThread().getName(), e);
        }
    }

    /** Waits until a round that is under way has ended. */
    @Override
    public void close() {
        executor.close();
    }
}
