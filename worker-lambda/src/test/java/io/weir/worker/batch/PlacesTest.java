package io.weir.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(2, 1);

    /** A thread that takes a place, narrows it to the source and holds it until the latch opens. */
    private Thread worker(String source, CountDownLatch inside, CountDownLatch leave) {
        return Thread.ofVirtual().start(() -> {
            try (Places.Place place = places.enter()) {
                place.narrow(source);
                inside.countDown();
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void awaitWaiting(Thread thread) {
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void narrow_sourceIsFull_waitsWithoutAPlace() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("slow", first, never);
        first.await();
        Thread waiting = worker("slow", new CountDownLatch(1), never);
        awaitWaiting(waiting);

        CountDownLatch other = new CountDownLatch(1);
        worker("other", other, never);
        other.await(); // the second place is free all the while
        assertThat(waiting.getState()).isEqualTo(Thread.State.WAITING);
    }

    @Test
    void narrow_interrupted_givesNothingBackTwice() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("slow", first, leave);
        first.await();
        Thread waiting = worker("slow", new CountDownLatch(1), leave);
        awaitWaiting(waiting);
        waiting.interrupt();
        waiting.join();

        CountDownLatch second = new CountDownLatch(1);
        worker("other", second, new CountDownLatch(1));
        second.await();
        Thread third = worker("third", new CountDownLatch(1), leave);
        awaitWaiting(third); // both places are taken
        leave.countDown();
        third.join();
    }

    @Test
    void close_aSourceThatWasFull_letsTheNextIn() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("slow", first, leave);
        first.await();
        CountDownLatch next = new CountDownLatch(1);
        awaitWaiting(worker("slow", next, new CountDownLatch(1)));
        leave.countDown();
        next.await();
    }
}
