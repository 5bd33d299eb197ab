package io.weir.console.pages;

import io.weir.console.change.Job;
import io.weir.console.change.Recorded;
import io.weir.console.show.FilterQuery;
import io.weir.console.show.Words;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** Asks before requests are changed, changes them, and shows how far that is. */
final class ChangePage {
    /** Most changes of few requests are over by then, so that their page shows the result at once. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Desk desk;

    ChangePage(Desk desk) {
        this.desk = desk;
    }

    /**
     * What the page that asks shows.
     *
     * @param query those to which the change applies, received before the page was made
     * @param groups what they are
     */
    record Question(String action, FilterQuery query, List<Group> groups, long count, String back) {
        String title() {
            return verb(action) + " " + Words.count(count, "request", "requests");
        }

        String about() {
            return switch (action) {
                case "replay" ->
                    "Their effects happen once more: mails, events, calls. Each replay is a request of its own.";
                case "remove" -> "Their messages and kept bodies are deleted. The trace stays. This cannot be undone.";
                default -> "Each goes on at the action that failed. Rejected ones are verified again.";
            };
        }
    }

    static String verb(String action) {
        return switch (action) {
            case "replay" -> "Replay";
            case "remove" -> "Delete";
            default -> "Retry";
        };
    }

    /** Null if there is no such action. */
    @Nullable
    Question question(Fields fields, FilterQuery typed) throws IOException {
        String action = fields.getValue("action");
        if (action == null || change(action, null) == null) {
            return null;
        }
        FilterQuery query = FilterQuery.of(narrowed(action, typed.filter()));
        List<Group> groups = query.filter().states().isEmpty()
                ? List.of()
                : desk.operations().groups(query.filter());
        long count = groups.stream().mapToLong(Group::count).sum();
        return new Question(action, query, groups, count, back(fields));
    }

    /** What comes while the question stands is not part of the answer. */
    private Filter narrowed(String action, Filter filter) {
        Set<State> states = EnumSet.noneOf(State.class);
        for (State state : applies(action)) {
            if (filter.states().isEmpty() || filter.states().contains(state)) {
                states.add(state);
            }
        }
        Filter narrowed = filter.withStates(states.toArray(State[]::new));
        return filter.until() == null ? narrowed.between(filter.since(), desk.now()) : narrowed;
    }

    private static Set<State> applies(String action) {
        return switch (action) {
            case "replay" -> EnumSet.of(State.DONE);
            case "remove" -> EnumSet.complementOf(EnumSet.of(State.REMOVED, State.RUNNING));
            default -> EnumSet.of(State.DEAD, State.UNPROVEN, State.RETRYING, State.REJECTED);
        };
    }

    private static @Nullable Change change(String action, @Nullable String only) {
        return switch (action) {
            case "retry" -> new Change.Retry();
            case "replay" -> new Change.Replay(only);
            case "remove" -> new Change.Remove();
            default -> null;
        };
    }

    /** Begins a change. Null if there is no such action, no selection, or too many changes run. */
    @Nullable
    Job begin(Fields form, FilterQuery query, String remote) throws InterruptedException {
        String action = form.getValue("action");
        Change change = action == null ? null : change(action, form.getValue("only"));
        if (action == null || change == null || query.filter().isAll()) {
            return null;
        }
        Recorded operations = new Recorded(desk.operations(), desk.changes(), () -> remote);
        double rate = rate(form.getValue("rate"));
        Job job = desk.jobs()
                .begin(verb(action), back(form), progress -> operations.change(change, query.filter(), rate, progress));
        if (job != null) {
            job.await(PATIENCE);
        }
        return job;
    }

    private static double rate(@Nullable String text) {
        return text != null && text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }

    /** A page of this console, and of no other host. */
    static String back(Fields fields) {
        String back = fields.getValue("back");
        return back != null && back.matches("/(?:[A-Za-z0-9?&=%._~*:+-][A-Za-z0-9/?&=%._~*:+-]*)?") ? back : "/";
    }
}
