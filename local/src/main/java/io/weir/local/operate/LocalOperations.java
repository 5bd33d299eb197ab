package io.weir.local.operate;

import io.weir.envelope.ReceivedRequest;
import io.weir.local.files.FolderBucket;
import io.weir.local.files.FolderInbox;
import io.weir.local.ledger.Groups;
import io.weir.local.ledger.Ledger;
import io.weir.local.ledger.LedgerReader;
import io.weir.local.ledger.LedgerSearch;
import io.weir.local.ledger.Row;
import io.weir.local.sqs.SqliteSqsClient;
import io.weir.local.store.LocalStore;
import io.weir.local.store.Opened;
import io.weir.local.store.StoreException;
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
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator can see and do on the machine whose data folder this is. */
public final class LocalOperations implements Operations {
    private static final int PAGE = 200;
    private static final int MAX_LIMIT = 1000;

    /** The parts, each of which works on the same store. */
    record Parts(
            LedgerReader reader,
            LedgerSearch search,
            Bodies bodies,
            LocalChanges changes,
            LocalPurge purge,
            LocalStatus status,
            EventFeed feed,
            Ledger ledger) {}

    private final Path folder;
    private final Parts parts;
    private final Surroundings around;
    private final Set<AtomicBoolean> running = ConcurrentHashMap.newKeySet();

    private final Opened owned;

    private LocalOperations(Path folder, Parts parts, Surroundings around, Opened owned) {
        this.owned = owned;
        this.folder = folder;
        this.parts = parts;
        this.around = around;
    }

    /** Operations on the store of a data folder. */
    public static Builder builder(Path folder, LocalStore store, SqliteSqsClient sqs, Ledger ledger) {
        return new Builder(folder, store, sqs, ledger);
    }

    /** Names the parts. All are needed. */
    public static final class Builder {
        private final Path folder;
        private final LocalStore store;
        private final SqliteSqsClient sqs;
        private final Ledger ledger;
        private @Nullable FolderBucket bucket;
        private @Nullable FolderInbox inbox;
        private byte[] operatorKey = {};
        private @Nullable Secrets secrets;
        private Clock clock = Clock.systemUTC();
        private String version = "";

        private Builder(Path folder, LocalStore store, SqliteSqsClient sqs, Ledger ledger) {
            this.folder = folder;
            this.store = store;
            this.sqs = sqs;
            this.ledger = ledger;
        }

        public Builder bucket(FolderBucket value, FolderInbox inboxValue) {
            bucket = value;
            inbox = inboxValue;
            return this;
        }

        /** By which replays are vouched for. */
        public Builder operatorKey(byte[] value) {
            operatorKey = value;
            return this;
        }

        /** Asked whether there is one; what it answers is not kept. */
        public Builder secrets(Secrets value) {
            secrets = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Of weir. */
        public Builder version(String value) {
            version = value;
            return this;
        }

        public LocalOperations build(Surroundings around) {
            FolderBucket objects = Objects.requireNonNull(bucket, "bucket");
            LedgerReader reader = new LedgerReader(store, clock);
            Bodies bodies = new Bodies(store, sqs.messages(), objects);
            LocalChanges.Bucket place =
                    new LocalChanges.Bucket(objects, Objects.requireNonNull(inbox, "inbox"), operatorKey);
            return new LocalOperations(
                    folder,
                    new Parts(
                            reader,
                            new LedgerSearch(store, reader, clock, bodies),
                            bodies,
                            new LocalChanges(store, sqs, bodies, place, clock),
                            new LocalPurge(store, sqs, reader, bodies, objects, folder),
                            new LocalStatus(
                                    store, sqs, folder, Objects.requireNonNull(secrets, "secrets"), clock, version),
                            new EventFeed(reader, ledger),
                            ledger),
                    around,
                    new Opened());
        }
    }

    @Override
    public Target target() {
        return new Target("data folder " + folder.toAbsolutePath().normalize(), null);
    }

    static <T> T asked(Supplier<T> work) throws IOException {
        try {
            return work.get();
        } catch (StoreException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What waits is a row when somebody looks for it. */
    private <T> T looked(Supplier<T> work) throws IOException {
        return asked(() -> {
            parts.ledger().catchUp();
            return work.get();
        });
    }

    @Override
    public Status status() throws IOException {
        return looked(() -> parts.status().status(around));
    }

    @Override
    public Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        checkIds(filter);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_LIMIT + " requests, not " + limit);
        }
        return looked(() -> parts.search().list(filter, after, limit));
    }

    private static void checkIds(Filter filter) throws OperationsException {
        for (String id : filter.ids()) {
            if (id.isBlank()) {
                throw new OperationsException("an id is empty");
            }
        }
    }

    @Override
    public List<Group> groups(Filter filter) throws IOException {
        checkIds(filter);
        if (filter.ids().isEmpty() && filter.grep() == null) {
            return looked(() -> parts.reader().groups(filter));
        }
        List<RequestSummary> all = new ArrayList<>();
        each(filter, request -> {
            all.add(request);
            return true;
        });
        return Groups.of(all);
    }

    /** Calls for each request of a filter, page by page, until told to stop. */
    private boolean each(Filter filter, Predicate<RequestSummary> visitor) throws IOException {
        String after = null;
        do {
            Page page = list(filter, after, PAGE);
            for (RequestSummary request : page.requests()) {
                if (!visitor.test(request)) {
                    return false;
                }
            }
            after = page.next();
        } while (after != null);
        return true;
    }

    @Override
    public @Nullable RequestLife show(String id) throws IOException {
        return looked(() -> {
            Row row = parts.reader().find(id);
            return row == null
                    ? null
                    : new RequestLife(
                            row.summary(),
                            parts.reader().attempts(row.seq()),
                            parts.bodies().place(row),
                            null,
                            parts.reader().replaysOf(id));
        });
    }

    @Override
    public @Nullable ReceivedRequest envelope(String id) throws IOException {
        Row row = looked(() -> parts.reader().find(id));
        return row == null ? null : parts.bodies().envelope(row);
    }

    /** A change without a state is of all to which it applies; but rejected ones must be asked for, or named one by one. */
    private static Filter applied(Change change, Filter filter) {
        boolean isRetryOfMany = change instanceof Change.Retry
                && filter.states().isEmpty()
                && filter.ids().isEmpty();
        return filter.withStates(Stream.of(State.values())
                .filter(state -> filter.states().isEmpty() || filter.states().contains(state))
                .filter(state -> LocalChanges.applies(change, state))
                .filter(state -> !isRetryOfMany || state != State.REJECTED)
                .toArray(State[]::new));
    }

    @Override
    public Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException {
        Filter applied = applied(change, filter);
        if (applied.states().isEmpty()) {
            return new Tally(0, 0, false, List.of(), List.of());
        }
        AtomicBoolean cancelled = new AtomicBoolean();
        running.add(cancelled);
        try {
            parts.ledger().catchUpWholly();
            ChangeRun run = new ChangeRun(id -> changed(change, id), perSecond, progress, cancelled, total(applied));
            boolean isWhole = each(applied, run);
            return run.tally(!isWhole);
        } finally {
            running.remove(cancelled);
        }
    }

    private LocalChanges.Result changed(Change change, String id) {
        try {
            Row row = parts.reader().find(id);
            return row == null
                    ? LocalChanges.Result.refused("it is gone")
                    : parts.changes().change(change, row);
        } catch (IOException | StoreException e) {
            return LocalChanges.Result.refused(String.valueOf(e.getMessage()));
        }
    }

    private long total(Filter filter) throws IOException {
        return filter.grep() != null
                ? -1
                : groups(filter).stream().mapToLong(Group::count).sum();
    }

    @Override
    public int cancel() {
        int count = 0;
        for (AtomicBoolean one : running) {
            count += one.compareAndSet(false, true) ? 1 : 0;
        }
        return count;
    }

    @Override
    public Purged purge(Filter filter, boolean trace, Progress progress) throws IOException {
        parts.ledger().catchUpWholly();
        List<String> ids = new ArrayList<>();
        each(filter, request -> ids.add(request.id()));
        return parts.purge().purge(filter, ids, trace, progress);
    }

    @Override
    public void watch(@Nullable String after, Predicate<RequestEvent> watcher)
            throws IOException, InterruptedException {
        parts.feed().watch(after == null ? looked(() -> parts.reader().cursor()) : after, watcher);
    }

    /** The same; closing it closes the store as well. */
    public LocalOperations closing(Opened resources) {
        return new LocalOperations(folder, parts, around, resources);
    }

    /** Unless it was made to close the store, that belongs to whoever opened it. */
    @Override
    public void close() throws IOException {
        cancel();
        owned.close();
    }
}
