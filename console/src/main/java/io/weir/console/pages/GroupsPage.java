package io.weir.console.pages;

import io.weir.console.show.FilterQuery;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What failed, by source and reason: one cause is one line, however many requests it hit. */
final class GroupsPage {
    private final Desk desk;
    private final State state;

    GroupsPage(Desk desk, State state) {
        this.desk = desk;
        this.state = state;
    }

    /**
     * A line of the table.
     *
     * @param details what was wrong, with how many each
     * @param query exactly these, or null where no filter names them: those without a reason
     */
    record Row(
            String source,
            @Nullable String reason,
            List<Group> details,
            long count,
            Instant oldest,
            Instant newest,
            @Nullable FilterQuery query) {}

    /** What the page shows. */
    record View(State state, FilterQuery query, List<Row> rows, long count) {
        String path() {
            return "/" + state.text();
        }

        String title() {
            return GroupsPage.title(state);
        }

        String verb() {
            return state == State.REJECTED ? "Verify again" : "Retry";
        }

        String about() {
            return switch (state) {
                case DEAD ->
                    "Genuine requests that were given up. Put right what failed, then retry: each goes on at the "
                            + "action that failed.";
                case UNPROVEN ->
                    "Given up before anything proved them genuine: the secret could not be read, or the "
                            + "sender's certificate could not be had.";
                default ->
                    "Requests that were not genuine. After a wrong secret is put right, verify them again: those "
                            + "that are genuine then are processed.";
            };
        }
    }

    static String title(State state) {
        return switch (state) {
            case DEAD -> "Dead letters";
            case UNPROVEN -> "Unproven letters";
            default -> "Rejected requests";
        };
    }

    View view(FilterQuery typed) throws IOException {
        FilterQuery query = FilterQuery.of(typed.filter().withStates(state));
        Map<List<@Nullable String>, List<Group>> bySourceAndReason = new LinkedHashMap<>();
        long count = 0;
        for (Group group : desk.operations().groups(query.filter())) {
            List<@Nullable String> key = new ArrayList<>();
            key.add(group.source());
            key.add(group.reason());
            bySourceAndReason.computeIfAbsent(key, unused -> new ArrayList<>()).add(group);
            count += group.count();
        }
        List<Row> rows = bySourceAndReason.values().stream()
                .map(groups -> row(groups, query.filter()))
                .toList();
        return new View(state, query, rows, count);
    }

    private static Row row(List<Group> groups, Filter filter) {
        Group first = groups.getFirst();
        Instant oldest =
                groups.stream().map(Group::oldest).min(Instant::compareTo).orElse(first.oldest());
        Instant newest =
                groups.stream().map(Group::newest).max(Instant::compareTo).orElse(first.newest());
        String reason = first.reason();
        return new Row(
                first.source(),
                reason,
                groups.stream().filter(group -> Objects.nonNull(group.detail())).toList(),
                groups.stream().mapToLong(Group::count).sum(),
                oldest,
                newest,
                reason == null
                        ? null
                        : FilterQuery.of(filter.withSources(first.source()).withReason(reason)));
    }
}
