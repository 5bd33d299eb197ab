package io.weir.operations.kit;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.Page;
import io.weir.operations.Progress;
import io.weir.operations.Purged;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Tally;
import io.weir.operations.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Operations over lists in memory. Tests bring requests in by {@link #receive} and let the worker's attempts come by
 * {@link #settle}; what the operations then do is real. Thread-safe.
 */
public final class FakeOperations implements Operations {
    private static final int MOST = 1000;

    private final FakeLedger ledger = new FakeLedger();
    private final FakeChanges changes = new FakeChanges(ledger);
    private volatile Target target = new Target("data folder in memory", null);
    private volatile Status status =
            new Status("test", true, List.of(), List.of(), List.of(), List.of(), null, List.of());
    private volatile @Nullable IOException trouble;

    /** What {@link #target()} says from now on. */
    public void target(Target now) {
        target = now;
    }

    /** What {@link #status()} says from now on. */
    public void status(Status now) {
        status = now;
    }

    /** Lets each operation fail from now on; null ends that. */
    public void trouble(@Nullable IOException now) {
        trouble = now;
    }

    /** Lets each change of a request fail for this reason. */
    public void refuseChangesOf(String id, String why) {
        changes.refuse(id, why);
    }

    /** A request comes through the door. Returns its id. */
    public String receive(ReceivedRequest request) {
        return ledger.receive(request, null).id();
    }

    /** An attempt at a request ends. What is known of the event is null unless it was proven. */
    public void settle(
            String id, State state, AttemptSummary attempt, @Nullable String senderId, @Nullable String type) {
        boolean proven = state != State.REJECTED && state != State.UNPROVEN && (senderId != null || type != null);
        ledger.settle(id, state, attempt, proven, senderId, type);
    }

    /** A body is kept no longer. */
    public void forgetBody(String id) {
        ledger.forgetBody(id);
    }

    /** How many changes are under way. */
    public int running() {
        return changes.running();
    }

    /** How many watch. */
    public int watchers() {
        return ledger.watchers();
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Status status() throws IOException {
        check();
        return status;
    }

    @Override
    public Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        check();
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit " + limit);
        }
        return ledger.page(filter, after, limit);
    }

    @Override
    public List<Group> groups(Filter filter) throws IOException {
        check();
        return ledger.groups(filter).stream().limit(MOST).toList();
    }

    @Override
    public @Nullable RequestLife show(String id) throws IOException {
        check();
        return ledger.life(id);
    }

    @Override
    public @Nullable ReceivedRequest envelope(String id) throws IOException {
        check();
        return ledger.envelope(id);
    }

    @Override
    public Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException {
        check();
        return changes.change(change, filter, perSecond, progress);
    }

    @Override
    public int cancel() throws IOException {
        check();
        return changes.cancel();
    }

    @Override
    public Purged purge(Filter filter, boolean trace, Progress progress) throws IOException {
        check();
        Map<String, Long> deleted = ledger.purge(filter, trace, progress);
        return new Purged(deleted, List.of("logs: lines hold no body, but ids and reasons", "mails that were sent"));
    }

    @Override
    public void watch(@Nullable String after, Predicate<RequestEvent> watcher)
            throws IOException, InterruptedException {
        check();
        ledger.watch(after, watcher, this::check);
    }

    /** Every request as it is now, newest first. */
    public List<RequestSummary> all() {
        return ledger.page(Filter.ALL, null, MOST).requests();
    }

    private void check() throws IOException {
        IOException now = trouble;
        if (now instanceof OperationsException) {
            throw new OperationsException(String.valueOf(now.getMessage()));
        } else if (now != null) {
            throw new IOException(now.getMessage(), now);
        }
    }

    /** Ends what watches. */
    @Override
    public void close() {
        ledger.close();
    }
}
