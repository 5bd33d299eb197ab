package io.weir.operations.kit;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.OperationsException;
import io.weir.operations.Page;
import io.weir.operations.Progress;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests by id, and what happened to them. Thread-safe. */
final class FakeLedger {
    /** So many are looked at for a page that searches a text. */
    private static final int SCAN = 100;

    private static final long LOOK_MILLIS = 50;

    /** Fails when the operations shall. */
    @FunctionalInterface
    interface Check {
        void run() throws IOException;
    }

    private final TreeMap<String, FakeEntry> entries = new TreeMap<>(Comparator.reverseOrder());
    private final List<RequestEvent> events = new ArrayList<>();
    private int received;
    private int watchers;
    private boolean isClosed;

    synchronized RequestSummary receive(ReceivedRequest request, @Nullable FakeEntry replayed) {
        // As of a ULID, the first characters of many are the same.
        String id = String.format("01J%07dABCDEFGHJKMNPQRS", received++);
        RequestSummary was = replayed == null ? null : replayed.summary();
        RequestSummary summary = new RequestSummary(
                id,
                request.source(),
                was == null ? null : was.senderId(),
                was == null ? null : was.type(),
                request.receivedAt(),
                State.WAITING,
                null,
                null,
                null,
                0,
                was != null,
                request.body().length,
                was == null ? null : was.id(),
                request.receivedAt());
        entries.put(id, new FakeEntry(summary, request));
        if (replayed != null) {
            replayed.replayedAs(id);
        }
        happened(summary, null);
        return summary;
    }

    synchronized void settle(
            String id,
            State state,
            AttemptSummary attempt,
            boolean proven,
            @Nullable String senderId,
            @Nullable String type) {
        FakeEntry entry = of(id);
        entry.settle(state, attempt, proven, senderId, type);
        happened(entry.summary(), attempt);
    }

    synchronized void operated(FakeEntry entry, State state, AttemptSummary deed) {
        entry.operated(state, deed);
        happened(entry.summary(), deed);
    }

    synchronized void forgetBody(String id) {
        of(id).forgetBody();
    }

    synchronized List<FakeEntry> matching(Filter filter) {
        return entries.values().stream().filter(entry -> entry.matches(filter)).toList();
    }

    synchronized Page page(Filter filter, @Nullable String after, int limit) {
        List<RequestSummary> found = new ArrayList<>();
        Map<String, FakeEntry> rest = after == null ? entries : entries.tailMap(after, false);
        int looked = 0;
        for (FakeEntry entry : rest.values()) {
            if (entry.matches(filter)) {
                found.add(entry.summary());
            }
            looked++;
            boolean isFull = found.size() == limit || (filter.grep() != null && looked == SCAN);
            if (isFull && looked < rest.size()) {
                return new Page(found, entry.summary().id(), entry.summary().receivedAt());
            }
        }
        return new Page(found, null, null);
    }

    synchronized List<Group> groups(Filter filter) {
        Map<List<?>, Group> groups = new LinkedHashMap<>();
        for (FakeEntry entry : matching(filter)) {
            RequestSummary one = entry.summary();
            String detail = one.detail() == null ? null : one.detail().replaceAll("\\d+", "#");
            List<String> key = List.of(one.state().text(), one.source(), "" + one.reason(), "" + detail);
            Group was = groups.get(key);
            groups.put(
                    key,
                    was == null
                            ? new Group(
                                    one.state(),
                                    one.source(),
                                    one.reason(),
                                    detail,
                                    1,
                                    one.receivedAt(),
                                    one.receivedAt())
                            : new Group(
                                    was.state(),
                                    was.source(),
                                    was.reason(),
                                    detail,
                                    was.count() + 1,
                                    one.receivedAt(),
                                    was.newest()));
        }
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Group::count).reversed())
                .toList();
    }

    synchronized @Nullable RequestLife life(String id) {
        FakeEntry entry = entries.get(id);
        return entry == null ? null : entry.life();
    }

    synchronized @Nullable ReceivedRequest envelope(String id) {
        FakeEntry entry = entries.get(id);
        return entry == null ? null : entry.envelope();
    }

    synchronized Map<String, Long> purge(Filter filter, boolean trace, Progress progress) {
        Map<String, Long> deleted = new TreeMap<>();
        List<FakeEntry> found = matching(filter);
        long done = 0;
        for (FakeEntry entry : found) {
            if (entry.envelope() != null) {
                deleted.merge(entry.summary().state().isQueued() ? "queue" : "kept", 1L, Long::sum);
                entry.forgetBody();
            }
            if (trace) {
                entries.remove(entry.summary().id());
                deleted.merge("trace", 1L, Long::sum);
            }
            if (!progress.at(++done, 0, found.size())) {
                break;
            }
        }
        return deleted;
    }

    private void happened(RequestSummary summary, @Nullable AttemptSummary attempt) {
        events.add(new RequestEvent(Integer.toString(events.size()), summary, attempt));
        notifyAll();
    }

    private FakeEntry of(String id) {
        FakeEntry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("no request " + id);
        }
        return entry;
    }

    synchronized int watchers() {
        return watchers;
    }

    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    void watch(@Nullable String after, Predicate<RequestEvent> watcher, Check check)
            throws IOException, InterruptedException {
        int next = begin(after);
        try {
            RequestEvent event = await(next++, check);
            while (watcher.test(event)) {
                event = await(next++, check);
            }
        } finally {
            end();
        }
    }

    private synchronized int begin(@Nullable String after) throws OperationsException {
        watchers++;
        if (after == null) {
            return events.size();
        }
        if (!after.matches("\\d{1,9}")) {
            watchers--;
            throw new OperationsException("no event is known by this cursor");
        }
        return Integer.parseInt(after) + 1;
    }

    private synchronized void end() {
        watchers--;
    }

    private synchronized RequestEvent await(int index, Check check) throws IOException, InterruptedException {
        while (index >= events.size()) {
            if (isClosed) {
                throw new IOException("the operations were closed");
            }
            check.run();
            wait(LOOK_MILLIS);
        }
        return events.get(index);
    }
}
