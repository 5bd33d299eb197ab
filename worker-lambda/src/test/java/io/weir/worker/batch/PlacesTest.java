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

    /** A thread that wants to be alone, and holds all places until the latch opens. */
    private Thread loner(CountDownLatch inside, CountDownLatch leave) {
        return Thread.ofVirtual().start(() -> {
            try (Places.Place place = places.enterAlone()) {
                place.narrow("slow");
                inside.countDown();
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void enterAlone_thoseThatWaitForTheirSource_holdNothingAndGoOnAfterwards() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("slow", first, leave);
        first.await();
        CountDownLatch second = new CountDownLatch(1);
        awaitWaiting(worker("slow", second, new CountDownLatch(1)));
        CountDownLatch alone = new CountDownLatch(1);
        CountDownLatch leaveAlone = new CountDownLatch(1);
        Thread loner = loner(alone, leaveAlone);
        awaitWaiting(loner);

        leave.countDown();
        alone.await();
        assertThat(second.getCount()).isOne();
        leaveAlone.countDown();
        second.await();
    }

    @Test
    void enterAlone_twoAtOnce_areAloneOneAfterTheOther() throws Exception {
        CountDownLatch leaveFirst = new CountDownLatch(1);
        CountDownLatch leaveSecond = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        loner(first, leaveFirst);
        first.await();
        awaitWaiting(loner(second, leaveSecond));

        leaveFirst.countDown();
        second.await();
        leaveSecond.countDown();
        CountDownLatch both = new CountDownLatch(2);
        worker("a", both, new CountDownLatch(1));
        worker("b", both, new CountDownLatch(1));
        both.await(); // all places are there again
    }

    @Test
    void enterAlone_placesAreTaken_waitsForThemAndKeepsOthersOut() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("a", first, leave);
        first.await();
        CountDownLatch alone = new CountDownLatch(1);
        CountDownLatch leaveAlone = new CountDownLatch(1);
        Thread suspect = loner(alone, leaveAlone);
        awaitWaiting(suspect);
        CountDownLatch second = new CountDownLatch(1);
        Thread waiting = worker("c", second, new CountDownLatch(0));
        awaitWaiting(waiting); // although a place is free

        leave.countDown();
        alone.await();
        assertThat(second.getCount()).isOne();
        leaveAlone.countDown();
        waiting.join();
    }

    @Test
    void enterAlone_interrupted_letsOthersInAgain() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("a", first, leave);
        first.await();
        Thread suspect = loner(new CountDownLatch(1), new CountDownLatch(0));
        awaitWaiting(suspect);
        suspect.interrupt();
        suspect.join();
        worker("c", new CountDownLatch(1), new CountDownLatch(0)).join();
        leave.countDown();
    }

    @Test
    void abandon_ofAll_keepsOnePlaceUntilItIsClosed() throws Exception {
        Places.Place alone = places.enterAlone();
        alone.abandon();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        worker("a", first, never);
        first.await();
        CountDownLatch second = new CountDownLatch(1);
        awaitWaiting(worker("b", second, never)); // two places, and one of them is kept

        alone.close();
        second.await();
        alone.abandon(); // gives nothing back twice
        awaitWaiting(worker("c", new CountDownLatch(1), never));
    }

    @Test
    void enterAlone_besideAnAbandonedAttempt_waitsForItNoLonger() throws Exception {
        Places.Place hung = places.enter();
        hung.narrow("a");
        Thread suspect = loner(new CountDownLatch(1), new CountDownLatch(0));
        awaitWaiting(suspect);
        hung.abandon();
        suspect.join();

        CountDownLatch leave = new CountDownLatch(1);
        worker("c", new CountDownLatch(1), leave); // the one place that is left
        hung.close();
        CountDownLatch both = new CountDownLatch(1);
        worker("d", both, leave);
        both.await();
        leave.countDown();
    }
}
