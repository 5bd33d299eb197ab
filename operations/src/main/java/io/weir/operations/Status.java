package io.weir.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the whole is now.
 *
 * @param version of weir
 * @param isUp whether requests can be accepted, as far as that can be told from here
 * @param queues the queue, the slow lanes, the dead-letter and the unproven queue
 * @param sources as configured
 * @param pollers what takes messages from the queues; empty where AWS does
 * @param breakers that have been open since the start, or are
 * @param disk of the data folder, or null where there is none
 * @param warnings what someone should look at, a sentence each
 */
public record Status(
        String version,
        boolean isUp,
        List<QueueStatus> queues,
        List<SourceStatus> sources,
        List<PollerStatus> pollers,
        List<BreakerStatus> breakers,
        @Nullable DiskStatus disk,
        List<String> warnings) {
    /**
     * A queue.
     *
     * @param name queue, retry, retry-unproven, dead or unproven
     * @param waiting messages that wait, hidden ones included
     * @param inHand messages that the worker has
     * @param oldest when its oldest message was put there, or null if that is not known or it is empty
     */
    public record QueueStatus(
            String name,
            long waiting,
            long inHand,
            @Nullable Instant oldest) {}

    /**
     * A source.
     *
     * @param scheme name of the scheme
     * @param actions names of its actions, in order
     * @param url where its sender posts, or null if that is not known
     * @param secret whether its secret was found
     * @param secretDetail why not, or null; never the secret
     * @param lastReceivedAt when its last request came, or null
     * @param oldestWaiting when its oldest request that waits or is retried was received, or null
     * @param lastDay how many requests came to each state in the last 24 h
     * @param hours how many requests were received in each of the last 24 hours, the oldest first
     */
    public record SourceStatus(
            String name,
            String scheme,
            List<String> actions,
            @Nullable String url,
            Secret secret,
            @Nullable String secretDetail,
            @Nullable Instant lastReceivedAt,
            @Nullable Instant oldestWaiting,
            Map<State, Long> lastDay,
            List<Long> hours) {}

    /** Whether a source's secret can be had. */
    public enum Secret {
        /** The scheme has none. */
        NONE,
        FOUND,
        MISSING,
        /** It was not looked for. */
        UNKNOWN
    }

    /**
     * What takes messages from a queue.
     *
     * @param lastPollAt when it last asked its queue, or null if it has not
     */
    public record PollerStatus(
            String name, boolean isAlive, @Nullable Instant lastPollAt) {}

    /**
     * A circuit breaker.
     *
     * @param downstream what it stands before
     */
    public record BreakerStatus(String downstream, boolean isOpen, Instant since) {}

    /** Sizes in bytes. */
    public record DiskStatus(String folder, long used, long free, long total) {}

    public Status {
        queues = List.copyOf(queues);
        sources = List.copyOf(sources);
        pollers = List.copyOf(pollers);
        breakers = List.copyOf(breakers);
        warnings = List.copyOf(warnings);
    }
}
