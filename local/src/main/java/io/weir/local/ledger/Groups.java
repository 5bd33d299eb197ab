package io.weir.local.ledger;

import io.weir.operations.Group;
import io.weir.operations.RequestSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests of one state that failed alike. */
public final class Groups {
    private static final int MAX = 1000;
    private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9a-zA-Z.:_-]{5,}");

    private Groups() {}

    /** Counts them, the largest group first. */
    public static List<Group> of(Collection<RequestSummary> requests) {
        return together(requests.stream()
                .map(request -> new Group(
                        request.state(),
                        request.source(),
                        request.reason(),
                        alike(request.detail()),
                        1,
                        request.receivedAt(),
                        request.receivedAt()))
                .toList());
    }

    /** Two details that differ in numbers and ids alone tell of one fault. */
    static @Nullable String alike(@Nullable String detail) {
        return detail == null ? null : NUMBERS.matcher(detail).replaceAll("#");
    }

    /** Those that are alike as one, the largest first. */
    static List<Group> together(Collection<Group> groups) {
        Map<List<@Nullable Object>, Group> all = new LinkedHashMap<>();
        for (Group group : groups) {
            all.merge(
                    Arrays.asList(group.state(), group.source(), group.reason(), group.detail()),
                    group,
                    Groups::together);
        }
        return new ArrayList<>(all.values())
                .stream()
                        .sorted(Comparator.comparingLong(Group::count).reversed())
                        .limit(MAX)
                        .toList();
    }

    private static Group together(Group one, Group other) {
        Instant oldest = one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest();
        Instant newest = one.newest().isAfter(other.newest()) ? one.newest() : other.newest();
        return new Group(
                one.state(), one.source(), one.reason(), one.detail(), one.count() + other.count(), oldest, newest);
    }
}
