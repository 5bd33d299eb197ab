package io.weir.operations;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are meant. All that is given must hold; what is empty or null admits any.
 *
 * @param states any of these; RUNNING is found where WAITING is
 * @param sources any of these names
 * @param reason why it failed, with {@code *} for any text: {@code action-*}
 * @param since received at this time or later
 * @param until received before this time
 * @param ids any of these: an id, its beginning of 6 characters or more, or the id that the sender gave the event
 * @param type the event's type, exactly
 * @param grep text in the kept body, the ids, the type, the reason or the detail; letters' case does not matter
 */
public record Filter(
        Set<State> states,
        Set<String> sources,
        @Nullable String reason,
        @Nullable Instant since,
        @Nullable Instant until,
        List<String> ids,
        @Nullable String type,
        @Nullable String grep) {
    /** The shortest beginning of an id that is taken for one. */
    public static final int SHORTEST_PREFIX = 6;

    /** Admits every request. */
    public static final Filter ALL = new Filter(Set.of(), Set.of(), null, null, null, List.of(), null, null);

    public Filter {
        states = Set.copyOf(states);
        sources = Set.copyOf(sources);
        ids = List.copyOf(ids);
    }

    /** Whether it admits every request: a change must not be made by such a filter by mistake. */
    public boolean isAll() {
        return equals(ALL);
    }

    /** The same of these states alone. */
    public Filter withStates(State... only) {
        return new Filter(Set.of(only), sources, reason, since, until, ids, type, grep);
    }

    /** The same of these ids alone. */
    public Filter withIds(List<String> only) {
        return new Filter(states, sources, reason, since, until, only, type, grep);
    }

    /** The same of these sources alone. */
    public Filter withSources(String... only) {
        return new Filter(states, Set.of(only), reason, since, until, ids, type, grep);
    }

    /** The same of this reason. */
    public Filter withReason(@Nullable String pattern) {
        return new Filter(states, sources, pattern, since, until, ids, type, grep);
    }

    /** The same of this type. */
    public Filter withType(@Nullable String only) {
        return new Filter(states, sources, reason, since, until, ids, only, grep);
    }

    /** The same of this text. */
    public Filter withGrep(@Nullable String text) {
        return new Filter(states, sources, reason, since, until, ids, type, text);
    }

    /** The same between two times, each of which may be null. */
    public Filter between(@Nullable Instant from, @Nullable Instant to) {
        return new Filter(states, sources, reason, from, to, ids, type, grep);
    }
}
