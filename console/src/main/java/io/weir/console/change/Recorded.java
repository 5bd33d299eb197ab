package io.weir.console.change;

import io.weir.envelope.ReceivedRequest;
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
import io.weir.operations.Status;
import io.weir.operations.Tally;
import io.weir.operations.Target;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Operations whose changes are written down: that one begins, before it begins, and what it came to. What cannot be written
 * down is not done.
 */
public final class Recorded implements Operations {
    private final Operations operations;
    private final Changes changes;
    private final Supplier<String> who;

    /**
     * Operations of somebody.
     *
     * @param who the address from which they are asked for, at the time of a change
     */
    public Recorded(Operations operations, Changes changes, Supplier<String> who) {
        this.operations = operations;
        this.changes = changes;
        this.who = who;
    }

    @Override
    public Target target() {
        return operations.target();
    }

    @Override
    public Status status() throws IOException {
        return operations.status();
    }

    @Override
    public Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        return operations.list(filter, after, limit);
    }

    @Override
    public List<Group> groups(Filter filter) throws IOException {
        return operations.groups(filter);
    }

    @Override
    public @Nullable RequestLife show(String id) throws IOException {
        return operations.show(id);
    }

    @Override
    public @Nullable ReceivedRequest envelope(String id) throws IOException {
        return operations.envelope(id);
    }

    @Override
    public Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException {
        return changes.make(
                about(change, filter),
                () -> operations.change(change, filter, perSecond, progress),
                tally -> Map.of("done", tally.done(), "failed", tally.failed(), "interrupted", tally.isInterrupted()));
    }

    @Override
    public int cancel() throws IOException {
        return changes.make(about("cancel"), operations::cancel, count -> Map.of("done", count));
    }

    @Override
    public Purged purge(Filter filter, boolean trace, Progress progress) throws IOException {
        Map<String, Object> about = about("purge");
        about.put("filter", FilterWords.of(filter));
        about.put("trace", trace);
        return changes.make(
                about, () -> operations.purge(filter, trace, progress), purged -> Map.of("deleted", purged.deleted()));
    }

    @Override
    public void watch(@Nullable String after, Predicate<RequestEvent> watcher)
            throws IOException, InterruptedException {
        operations.watch(after, watcher);
    }

    /** Leaves open what it is made of: others use that too. */
    @Override
    public void close() {}

    private Map<String, Object> about(Change change, Filter filter) throws OperationsException {
        if (filter.isAll()) {
            throw new OperationsException("a change needs a selection: this one names none");
        }
        Map<String, Object> about = about(change.verb());
        if (change instanceof Change.Replay replay && replay.action() != null) {
            about.put("only", replay.action());
        }
        about.put("filter", FilterWords.of(filter));
        return about;
    }

    private Map<String, Object> about(String action) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("from", who.get());
        about.put("action", action);
        return about;
    }
}
