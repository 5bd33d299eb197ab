package io.weir.worker.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The places in which records are processed, over all batches that run at once. What they hold in memory is bounded, and
 * their number. A source has a share of both only, so that a slow one leaves room for the others. Thread-safe.
 *
 * <p>Who waits is let in in turn, and woken alone: to wake some hundreds for each place that is left would cost more than
 * the records do. Nobody overtakes one for whom there is too little room, but everybody one whose source is full.
 */
final class Places {
    /**
     * So much room.
     *
     * @param count of places
     * @param bytes that they hold
     */
    record Room(int count, long bytes) {
        static final Room NONE = new Room(0, 0);

        Room plus(Room other) {
            return new Room(count + other.count, bytes + other.bytes);
        }

        Room minus(Room other) {
            return new Room(count - other.count, bytes - other.bytes);
        }

        boolean fitsInto(Room limit) {
            return count <= limit.count && bytes <= limit.bytes;
        }
    }

    /** A backstop: each record has a thread, and with the action http a connection. */
    static final int MOST = 256;

    private static final int SHARE_OF_A_SOURCE_PERCENT = 75;

    /** What a record takes beside its body: headers, trees of them, buffers of the clients. */
    private static final long OVERHEAD = 32 * 1024;

    /** A body, beside the message that it came in: as text, decoded, and once more while it is sent on. */
    private static final long COPIES = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final Map<String, Room> bySource = new HashMap<>();
    private final Room total;
    private final Room ofASource;
    private Room used = Room.NONE;
    private Room abandoned = Room.NONE;
    private @Nullable Place alone;
    private int wantToBeAlone;

    /**
     * @param total of all sources together
     * @param ofASource of one source
     */
    Places(Room total, Room ofASource) {
        this.total = total;
        this.ofASource = ofASource;
    }

    /** As many as a quarter of a heap of this size bears. */
    static Places in(long heap) {
        Room total = new Room(MOST, heap / 4);
        return new Places(
                total,
                new Room(MOST * SHARE_OF_A_SOURCE_PERCENT / 100, total.bytes() * SHARE_OF_A_SOURCE_PERCENT / 100));
    }

    /**
     * Waits for a place: enough to open a record, whatever its source.
     *
     * @param size of the body, as far as it is known
     */
    Place enter(long size) throws InterruptedException {
        Place place = new Place(size);
        await(new Waiter(place, "", false));
        return place;
    }

    /**
     * Waits until no other place is held, and keeps everybody out as long as this one is. What an abandoned attempt holds is
     * not waited for: it may hold it for ever.
     */
    Place enterAlone(long size) throws InterruptedException {
        Place place = new Place(size);
        await(new Waiter(place, "", true));
        return place;
    }

    /** One that waits. It is let in by who makes room for it, so that nobody else can take that before it wakes up. */
    private final class Waiter {
        private final Condition isLetIn = lock.newCondition();
        private final Place place;
        private final String source;
        private final boolean alone;

        private Waiter(Place place, String source, boolean alone) {
            this.place = place;
            this.source = source;
            this.alone = alone;
        }
    }

    private void await(Waiter waiter) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting.add(waiter);
            wantToBeAlone += waiter.alone ? 1 : 0;
            letIn();
            while (!waiter.place.held) {
                waiter.isLetIn.await();
            }
        } catch (InterruptedException e) {
            if (waiting.remove(waiter)) {
                wantToBeAlone -= waiter.alone ? 1 : 0;
            }
            waiter.place.giveBack();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Lets in who can be, in turn. As long as somebody is alone, or waits for that, nobody else is let in. */
    private void letIn() {
        Iterator<Waiter> inTurn = waiting.iterator();
        while (alone == null && inTurn.hasNext()) {
            Waiter next = inTurn.next();
            if (wantToBeAlone > 0) {
                if (next.alone && used.equals(abandoned)) {
                    inTurn.remove();
                    wantToBeAlone--;
                    alone = next.place;
                    next.place.take(next.source);
                    next.isLetIn.signal();
                }
            } else if (!used.plus(next.place.room).fitsInto(total)) {
                return;
            } else if (hasRoom(next.source, next.place.room)) {
                inTurn.remove();
                next.place.take(next.source);
                next.isLetIn.signal();
            }
        }
    }

    private boolean hasRoom(String source, Room room) {
        return source.isEmpty()
                || bySource.getOrDefault(source, Room.NONE).plus(room).fitsInto(ofASource);
    }

    /** A place that is held. For one thread, but for {@link #abandon}. */
    final class Place implements AutoCloseable {
        private Room room;
        private boolean held;
        private boolean isAbandoned;
        private String source = "";

        private Place(long size) {
            room = room(size);
        }

        /** What is larger than half of what a source may hold counts as that: beside it something must still go on. */
        private Room room(long size) {
            return new Room(1, Math.min(size * COPIES + OVERHEAD, ofASource.bytes() / 2));
        }

        /**
         * Waits until the source has room for one more. Meanwhile the place is given back: those who wait for a slow source
         * take no place of the others.
         *
         * @param size of the body, now that it is open
         */
        void narrow(String name, long size) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                Room opened = room(size);
                boolean stays = used.minus(room).plus(opened).fitsInto(total) && hasRoom(name, opened);
                if (stays || this.equals(alone)) {
                    used = used.minus(room).plus(opened);
                    abandoned = isAbandoned ? abandoned.minus(room).plus(opened) : abandoned;
                    room = opened;
                    belongTo(name);
                    letIn();
                } else {
                    giveBack();
                    room = opened;
                    await(new Waiter(this, name, false));
                }
            } finally {
                lock.unlock();
            }
        }

        /** Its batch is over while its attempt goes on: it keeps its place, and nobody waits for that to be alone. */
        void abandon() {
            lock.lock();
            try {
                if (held && !isAbandoned) {
                    isAbandoned = true;
                    abandoned = abandoned.plus(room);
                    alone = this.equals(alone) ? null : alone;
                    letIn();
                }
            } finally {
                lock.unlock();
            }
        }

        private void take(String name) {
            held = true;
            used = used.plus(room);
            belongTo(name);
        }

        private void belongTo(String name) {
            source = name;
            if (!name.isEmpty()) {
                bySource.merge(name, room, Room::plus);
            }
        }

        private void giveBack() {
            if (held) {
                held = false;
                used = used.minus(room);
                abandoned = isAbandoned ? abandoned.minus(room) : abandoned;
                isAbandoned = false;
                alone = this.equals(alone) ? null : alone;
                Room left = bySource.getOrDefault(source, room).minus(room);
                if (left.count() == 0) {
                    bySource.remove(source);
                } else {
                    bySource.put(source, left);
                }
                source = "";
            }
            letIn();
        }

        /** Leaves the place, also after {@link #narrow} was interrupted. */
        @Override
        public void close() {
            lock.lock();
            try {
                giveBack();
            } finally {
                lock.unlock();
            }
        }
    }
}
