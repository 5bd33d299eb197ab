package io.weir.local.files;

import io.weir.local.core.Halt;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells the queue, again and again, of objects of the inbox that it has not been told of yet. */
public final class InboxNotifier implements AutoCloseable {
    /** Tells all that is pending once. */
    @FunctionalInterface
    interface Round {
        void run() throws IOException;
    }

    private static final long PAUSE_SECONDS = 5;

    private final Round inbox;
    private final Consumer<String> warn;
    private final Halt halt;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("inbox").factory());

    /** @param warn takes a line when something fails */
    public InboxNotifier(FolderInbox inbox, Consumer<String> warn) {
        this(inbox::notifyPending, warn, Halt.PROCESS);
    }

    InboxNotifier(Round inbox, Consumer<String> warn, Halt halt) {
        this.halt = halt;
        this.inbox = inbox;
        this.warn = warn;
    }

    public void start() {
        var unused = executor.scheduleWithFixedDelay(this::notifyPending, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void notifyPending() {
        try {
            inbox.run();
        } catch (IOException | RuntimeException e) {
            warn.accept("objects of the inbox could not be told to the queue: " + e);
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
