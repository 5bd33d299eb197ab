package io.weir.cli.operate;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.Page;
import io.weir.operations.Progress;
import io.weir.operations.Purged;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestLife;
import io.weir.operations.Status;
import io.weir.operations.Tally;
import io.weir.operations.Target;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Operations of which a close ends the connection alone. */
record Unclosed(Operations inner) implements Operations {
    @Override
    public Target target() {
        return inner.target();
    }

    @Override
    public Status status() throws IOException {
        return inner.status();
    }

    @Override
    public Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        return inner.list(filter, after, limit);
    }

    @Override
    public List<Group> groups(Filter filter) throws IOException {
        return inner.groups(filter);
    }

    @Override
    public @Nullable RequestLife show(String id) throws IOException {
        return inner.show(id);
    }

    @Override
    public @Nullable ReceivedRequest envelope(String id) throws IOException {
        return inner.envelope(id);
    }

    @Override
    public Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException {
        return inner.change(change, filter, perSecond, progress);
    }

    @Override
    public int cancel() throws IOException {
        return inner.cancel();
    }

    @Override
    public Purged purge(Filter filter, boolean trace, Progress progress) throws IOException {
        return inner.purge(filter, trace, progress);
    }

    @Override
    public void watch(@Nullable String after, Predicate<RequestEvent> watcher)
            throws IOException, InterruptedException {
        inner.watch(after, watcher);
    }

    @Override
    public void close() {
        // the connection alone
    }
}
