package io.weir.operations.remote;

import io.weir.envelope.ReceivedRequest;
import io.weir.json.JsonException;
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
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations of a weir that runs in another process. Thread-safe. */
public final class RemoteOperations implements Operations {
    private static final int MOST = 1000;

    private final RemoteCalls calls;
    private final Target target;

    private RemoteOperations(RemoteCalls calls, Target target) {
        this.calls = calls;
        this.target = target;
    }

    /**
     * Asks a running weir what it is.
     *
     * @param url where its console listens
     * @param token as in {@code admin.json}
     * @throws IOException if it does not answer, or refuses the token
     */
    public static RemoteOperations connect(URI url, String token) throws IOException {
        RemoteCalls calls = new RemoteCalls(url, token);
        try {
            return new RemoteOperations(calls, read(Target.class, calls.call("target", Map.of())));
        } catch (IOException | RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Status status() throws IOException {
        return read(Status.class, calls.call("status", Map.of()));
    }

    @Override
    public Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit: expected 1 to " + MOST);
        }
        Map<String, @Nullable Object> arguments = filtered(filter);
        arguments.put("after", after);
        arguments.put("limit", limit);
        return read(Page.class, calls.call("list", arguments));
    }

    record Groups(List<Group> groups) {}

    @Override
    public List<Group> groups(Filter filter) throws IOException {
        return read(Groups.class, calls.call("groups", filtered(filter))).groups();
    }

    @Override
    public @Nullable RequestLife show(String id) throws IOException {
        Object life = calls.call("show", Map.of("id", id)).get("life");
        return life == null ? null : read(RequestLife.class, life);
    }

    @Override
    public @Nullable ReceivedRequest envelope(String id) throws IOException {
        Object envelope = calls.call("envelope", Map.of("id", id)).get("envelope");
        try {
            return envelope == null ? null : OperationsJson.envelope(envelope);
        } catch (JsonException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException {
        Map<String, @Nullable Object> arguments = filtered(filter);
        arguments.put("change", OperationsJson.tree(change));
        arguments.put("perSecond", perSecond);
        return read(Tally.class, toItsEnd("change", arguments, progress));
    }

    @Override
    public int cancel() throws IOException {
        if (calls.call("cancel", Map.of()).get("count") instanceof BigDecimal count) {
            return count.intValue();
        }
        throw new IOException("the answer of weir has no count");
    }

    @Override
    public Purged purge(Filter filter, boolean trace, Progress progress) throws IOException {
        Map<String, @Nullable Object> arguments = filtered(filter);
        arguments.put("trace", trace);
        return read(Purged.class, toItsEnd("purge", arguments, progress));
    }

    record Step(long done, long failed, long total) {}

    /** Where the progress says no, the other side is told to end, and its tally is waited for. */
    private @Nullable Object toItsEnd(String operation, Map<String, @Nullable Object> arguments, Progress progress)
            throws IOException {
        String key = UUID.randomUUID().toString();
        arguments.put("key", key);
        boolean goesOn = true;
        try (BufferedReader lines = calls.stream(operation, arguments)) {
            for (Map<String, @Nullable Object> line = calls.next(operation, lines);
                    line != null;
                    line = calls.next(operation, lines)) {
                if (line.containsKey("result")) {
                    return line.get("result");
                }
                Step step = read(Step.class, line.get("progress"));
                if (goesOn && !progress.at(step.done(), step.failed(), step.total())) {
                    goesOn = false;
                    calls.call("stop", Map.of("key", key));
                }
            }
        }
        throw new IOException("the connection to weir ended before the " + operation + " did");
    }

    @Override
    public void watch(@Nullable String after, Predicate<RequestEvent> watcher)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("after", after);
        try (BufferedReader lines = calls.stream("watch", arguments)) {
            Map<String, @Nullable Object> line = calls.next("watch", lines);
            while (line != null) {
                if (!watcher.test(read(RequestEvent.class, line.get("event")))) {
                    return;
                }
                line = calls.next("watch", lines);
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while watching");
            }
            throw e;
        }
        throw new IOException("the connection to weir ended");
    }

    private static Map<String, @Nullable Object> filtered(Filter filter) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("filter", OperationsJson.tree(filter));
        return arguments;
    }

    private static <T extends Record> T read(Class<T> type, @Nullable Object tree) throws IOException {
        try {
            return OperationsJson.read(type, tree);
        } catch (JsonException e) {
            throw new IOException("the answer of weir is not as expected: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
