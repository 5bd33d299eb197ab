package io.weir.worker.fakes;

import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Claims in memory, which can be down. */
public final class InMemoryClaims implements ClaimTable {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean down;

    public void setDown(boolean down) {
        this.down = down;
    }

    public Map<String, Entry> entries() {
        return entries;
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("the table is down");
        }
    }

    @Override
    public Entry take(Entry lease, Instant now) throws IOException {
        check();
        return entries.compute(lease.key(), (key, other) -> {
            if (other != null && !other.givesWayTo(lease, now)) {
                return other;
            }
            int steps = other == null ? 0 : other.steps();
            return new Entry(key, lease.bodyHash(), lease.owner(), steps, false, lease.until());
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
