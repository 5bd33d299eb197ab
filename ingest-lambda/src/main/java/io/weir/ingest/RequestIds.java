package io.weir.ingest;

import com.github.f4b6a3.ulid.Ulid;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * ULIDs of 80 random bits each, all from the system's secure generator: an id is a handle that support passes around, and nobody
 * may guess a neighbour's. So no id counts on from the one before, as a monotonic ULID would. The bits are fetched for many
 * ids at once, which costs one lock and one call for all of them. Thread-safe.
 */
final class RequestIds {
    private static final int ID_BYTES = 10;
    private static final int IDS = 128;

    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] bits = new byte[IDS * ID_BYTES];
    private int used = bits.length;

    /** An id of this moment. */
    String create(long millis) {
        byte[] own = new byte[ID_BYTES];
        lock.lock();
        try {
            if (used == bits.length) {
                random.nextBytes(bits);
                used = 0;
            }
            System.arraycopy(bits, used, own, 0, ID_BYTES);
            Arrays.fill(bits, used, used + ID_BYTES, (byte) 0); // what was given out is nowhere else
            used += ID_BYTES;
        } finally {
            lock.unlock();
        }
        return new Ulid(millis, own).toString();
    }

    /** Forgets what was fetched: every copy of a snapshot would give out the same ids. */
    void forget() {
        lock.lock();
        try {
            used = bits.length;
        } finally {
            lock.unlock();
        }
    }
}
