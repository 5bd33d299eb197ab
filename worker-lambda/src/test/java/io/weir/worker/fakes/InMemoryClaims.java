package io.weir.worker.fakes;

import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Claims in memory, which can be down, at once or after some writes. */
public final class InMemoryClaims implements ClaimTable {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean down;

    /** How many further writes there are until the table is down. */
    public void setWrites(int left) {
        writes.set(left);
    }

    public void setDown(boolean down) {
        this.down = down;
    }

    public Map<String, Entry> entries() {
        return entries;
    }

    private void check() throws IOException {
        if (down || writes.getAndDecrement() <= 0) {
            throw new IOException("the table is down");
        }
    }

    @Override
    public Entry take(Entry entry, Instant now) throws IOException {
        check();
        return entries.compute(entry.key(), (key, other) -> {
            if (other != null && !other.givesWay(now)) {
                return other;
            }
            return other == null ? entry : entry.over(other);
        });
    }

    @Override
    public boolean replace(Entry entry) throws IOException {
        check();
        Entry now = entries.computeIfPresent(
                entry.key(), (key, current) -> current.owner().equals(entry.owner()) ? entry : current);
        return now != null && now.owner().equals(entry.owner());
    }
}
