package io.weir.cli.follow;

import io.weir.cli.text.Speech;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.RequestEvent;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Watches, and when the connection is lost, opens another and goes on behind the last event. For one thread. */
public final class Following {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Opens the operations. */
    @FunctionalInterface
    public interface Opening {
        /** New ones, for the caller to close. */
        Operations open() throws IOException;
    }

    /** Waits. */
    @FunctionalInterface
    public interface Waiting {
        /** Returns after this time. */
        void of(Duration time) throws InterruptedException;
    }

    /** What is done with an event. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Handles it. One that fails is given again after the next connection.
         *
         * @return whether to go on
         */
        boolean handle(Operations operations, RequestEvent event) throws IOException, InterruptedException;
    }

    private final Opening opening;
    private final Waiting waiting;
    private final Speech speech;
    private @Nullable String cursor;
    private Duration wait = SHORTEST;
    private boolean goesOn = true;
    private @Nullable IOException fault;

    public Following(Opening opening, Waiting waiting, Speech speech) {
        this.opening = opening;
        this.waiting = waiting;
        this.speech = speech;
    }

    /**
     * Follows until the handler says no.
     *
     * @param first the operations to begin with, which the caller closes
     * @throws OperationsException if the first ones cannot watch
     */
    public void run(Operations first, Handler handler) throws IOException, InterruptedException {
        try {
            watch(first, handler);
        } catch (OperationsException e) {
            throw e;
        } catch (IOException e) {
            speech.say("the connection is lost: " + e.getMessage());
        }
        while (goesOn) {
            waiting.of(wait);
            again(handler);
        }
    }

    private void again(Handler handler) throws InterruptedException {
        Operations next;
        try {
            next = opening.open();
        } catch (IOException e) {
            waitLonger();
            return;
        }
        try (next) {
            speech.say("connected again");
            watch(next, handler);
        } catch (OperationsException e) {
            speech.say(e.getMessage() + "; what happened meanwhile may be missing");
            cursor = null;
            waitLonger();
        } catch (IOException e) {
            speech.say("the connection is lost: " + e.getMessage());
            waitLonger();
        }
    }

    private void waitLonger() {
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    /** A fault of the handler ends the watch, so that the event comes again. */
    private void watch(Operations operations, Handler handler) throws IOException, InterruptedException {
        fault = null;
        operations.watch(cursor, event -> handle(operations, handler, event));
        if (Thread.interrupted()) {
            throw new InterruptedException("while an event was handled");
        }
        IOException failed = fault;
        if (failed != null) {
            throw failed;
        }
    }

    private boolean handle(Operations operations, Handler handler, RequestEvent event) {
        try {
            goesOn = handler.handle(operations, event);
        } catch (IOException e) {
            fault = e;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        cursor = event.cursor();
        wait = SHORTEST;
        return goesOn;
    }
}
