package io.weir.worker.guard;

import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.time.Instant;

/** A table of claims behind a guard. */
public final class GuardedClaimTable implements ClaimTable {
    private final ClaimTable table;
    private final Guard guard;

    public GuardedClaimTable(ClaimTable table, Guard guard) {
        this.table = table;
        this.guard = guard;
    }

    @Override
    public Entry take(Entry lease, Instant now) throws IOException {
        return guard.call(() -> table.take(lease, now));
    }

    @Override
    public boolean replace(Entry entry) throws IOException {
        return guard.call(() -> table.replace(entry));
    }
}
