package io.weir.operations.aws.ledger;

import io.weir.operations.Group;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts requests by what they have in common. */
public final class Groups {
    private static final int MAX_GROUPS = 1000;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+|[0-9a-fA-F-]{16,}");

    private Groups() {}

    private record Key(
            State state,
            String source,
            @Nullable String reason,
            @Nullable String detail) {}

    /** The largest group first. */
    public static List<Group> of(List<RequestSummary> all) {
        Map<Key, Group> groups = new HashMap<>();
        for (RequestSummary request : all) {
            String detail = request.detail() == null
                    ? null
                    : DIGITS.matcher(request.detail()).replaceAll("#");
            Key key = new Key(request.state(), request.source(), request.reason(), detail);
            groups.merge(key, group(key, request.receivedAt()), Groups::merged);
        }
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Group::count).reversed().thenComparing(Group::source))
                .limit(MAX_GROUPS)
                .toList();
    }

    private static Group group(Key key, Instant at) {
        return new Group(key.state(), key.source(), key.reason(), key.detail(), 1, at, at);
    }

    private static Group merged(Group one, Group other) {
        return new Group(
                one.state(),
                one.source(),
                one.reason(),
                one.detail(),
                one.count() + other.count(),
                one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest(),
                one.newest().isAfter(other.newest()) ? one.newest() : other.newest());
    }
}
