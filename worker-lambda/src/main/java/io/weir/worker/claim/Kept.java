package io.weir.worker.claim;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A claim that the table keeps: the lease of the event's own key, and of its id's if that is ours too. */
final class Kept implements Claim {
    private final ClaimTable table;
    private final Clock clock;
    private final ClaimTable.Entry own;
    private final ClaimTable.@Nullable Entry id;
    private int steps;

    Kept(ClaimTable table, Clock clock, ClaimTable.Entry own, ClaimTable.@Nullable Entry id) {
        this.table = table;
        this.clock = clock;
        this.own = own;
        this.id = id;
        this.steps = own.steps();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void performed(int actions) {
        steps = actions;
        write(own, steps, false, own.until());
    }

    /**
     * The id first: if the process ends between the two marks, the next attempt finds the id done and acts no more. The
     * other way round, a sender's retry under this id would act again.
     */
    @Override
    public void done() {
        Instant forgotten = clock.instant().plus(Claims.KEPT);
        if (id != null) {
            write(id, 0, true, forgotten);
        }
        write(own, 0, true, forgotten);
    }

    @Override
    public void release() {
        Instant now = clock.instant();
        if (id != null) {
            write(id, 0, false, now);
        }
        write(own, steps, false, now);
    }

    /** Where it fails the effect stands all the same, and may repeat: the attempt must not fail for it. */
    private void write(ClaimTable.Entry lease, int performed, boolean done, Instant until) {
        try {
            table.replace(new ClaimTable.Entry(lease.key(), lease.witness(), lease.owner(), performed, done, until));
        } catch (IOException e) {
            // The guard around the table counts it.
        }
    }
}
