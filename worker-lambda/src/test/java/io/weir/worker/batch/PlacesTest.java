package io.weir.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final long MANY = 1 << 30;

    private final Places places = new Places(new Places.Room(2, MANY), new Places.Room(1, MANY));

    /** A thread that takes a place, narrows it to the source and holds it until the latch opens. */
    private Thread worker(String source, CountDownLatch inside, CountDownLatch leave) {
        return Thread.ofVirtual().start(() -> {
            try (Places.Place place = places.enter(1)) {
                place.narrow(source, 1);
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
            try (Places.Place place = places.enterAlone(1)) {
                place.narrow("slow", 1);
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
        Places.Place alone = places.enterAlone(1);
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
        Places.Place hung = places.enter(1);
        hung.narrow("a", 1);
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

    /** A thread that takes a place for so many bytes and holds it until the latch opens. */
    private static Thread large(Places among, long bytes, CountDownLatch inside, CountDownLatch leave) {
        return Thread.ofVirtual().start(() -> {
            try (Places.Place place = among.enter(bytes)) {
                inside.countDown();
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Places ofBytes(long bytes) {
        return new Places(new Places.Room(100, bytes), new Places.Room(100, bytes));
    }

    @Test
    void enter_tooFewBytes_waitsAndIsNotOvertakenByWhatIsSmaller() throws Exception {
        Places mebibytes = ofBytes(8 << 20);
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(2);
        large(mebibytes, 1 << 20, first, leave);
        large(mebibytes, 1 << 20, first, leave);
        first.await();
        CountDownLatch third = new CountDownLatch(1);
        awaitWaiting(large(mebibytes, 1 << 20, third, leave));
        CountDownLatch small = new CountDownLatch(1);
        awaitWaiting(large(mebibytes, 1, small, leave)); // although there is room for it

        leave.countDown();
        third.await();
        small.await();
    }

    /** However large it is, it has its turn, beside others: nothing may wait for ever. */
    @Test
    void enter_moreBytesThanThereAre_isLetInAllTheSame() throws Exception {
        Places few = ofBytes(1 << 20);
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch both = new CountDownLatch(2);
        large(few, 1 << 30, both, leave);
        large(few, 1 << 30, both, leave);
        both.await();
        awaitWaiting(large(few, 1 << 30, new CountDownLatch(1), leave));
        leave.countDown();
    }

    /** What points to the inbox counts as much, until it is open. */
    @Test
    void narrow_smallerThanItMightHaveBeen_makesRoom() throws Exception {
        Places few = ofBytes(1 << 20);
        try (Places.Place one = few.enter(1 << 30);
                Places.Place other = few.enter(1 << 30)) {
            CountDownLatch third = new CountDownLatch(1);
            awaitWaiting(large(few, 1 << 10, third, new CountDownLatch(0)));
            one.narrow("s", 10);
            third.await();
            other.narrow("s", 10);
        }
    }

    @Test
    void narrow_largerThanThereIsRoomFor_waitsWithoutAPlace() throws Exception {
        Places few = ofBytes(1 << 20);
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        large(few, 1 << 30, first, leave);
        first.await();
        CountDownLatch second = new CountDownLatch(1);
        Thread growing = Thread.ofVirtual().start(() -> {
            try (Places.Place one = few.enter(1);
                    Places.Place other = few.enter(1)) {
                other.narrow("s", 1 << 30);
                second.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitWaiting(growing);
        leave.countDown();
        second.await();
        growing.join();
    }
}
