package io.weir.operations;

import io.weir.envelope.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can see and do. Commands and console know nothing else. Thread-safe. Every method throws {@link
 * OperationsException} for what cannot be done here, and another IOException where what it works on cannot be reached.
 */
public interface Operations extends AutoCloseable {
    /** What this works on. */
    Target target();

    Status status() throws IOException;

    /**
     * Requests, newest first.
     *
     * @param after {@link Page#next()} of the page before, or null for the first
     * @param limit at most so many, 1 to 1000
     */
    Page list(Filter filter, @Nullable String after, int limit) throws IOException;

    /** Requests counted by state, source, reason and detail, the largest group first, at most 1000 groups. */
    List<Group> groups(Filter filter) throws IOException;

    /**
     * The way of one request.
     *
     * @param id in full
     * @return null if there is none of this id
     */
    @Nullable
    RequestLife show(String id) throws IOException;

    /**
     * The request as the door received it, signatures and secrets included: what shows it must blank them.
     *
     * @param id in full
     * @return null if it is kept nowhere
     */
    @Nullable
    ReceivedRequest envelope(String id) throws IOException;

    /**
     * Changes the requests that a filter admits and the change applies to.
     *
     * @param perSecond at most so many a second; 0 for as fast as possible
     */
    Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException;

    /** Tells changes that are under way to end, whoever began them. Returns how many there were. */
    int cancel() throws IOException;

    /**
     * Deletes the content of the requests that a filter admits, wherever it lies.
     *
     * @param trace whether the trace goes, too: ids, reasons, times
     */
    Purged purge(Filter filter, boolean trace, Progress progress) throws IOException;

    /**
     * Tells of what happens, in order, until the watcher says false or the thread is interrupted.
     *
     * @param after cursor of the last event that was seen, or null to begin now
     */
    void watch(@Nullable String after, Predicate<RequestEvent> watcher) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
