package io.weir.cli.place;

import io.weir.cli.text.When;
import io.weir.operations.Filter;
import io.weir.operations.State;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which requests a command means. */
public final class FilterOptions {
    /** Most that a list prints, or a change with a limit touches. */
    public static final int MOST = 100_000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--source", description = "Of this source; several times for several")
    private List<String> sources = List.of();

    @Option(names = "--reason", description = "That failed for this reason; * is any text, as in 'action-*'")
    private @Nullable String reason;

    @Option(names = "--since", paramLabel = "TIME", description = "Received since: 2h, 3d, 2026-03-06, or ISO-8601")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Received before: 2h, 3d, 2026-03-06, or ISO-8601")
    private @Nullable String until;

    @Option(
            names = "--id",
            description = "Of this id, or of the first 6 characters of it or more, or of this id of the sender's")
    private List<String> ids = List.of();

    @Option(names = "--type", description = "Of this type of event")
    private @Nullable String type;

    @Option(names = "--grep", paramLabel = "TEXT", description = "With this text in body, ids, type, reason or detail")
    private @Nullable String grep;

    @Option(names = "--limit", paramLabel = "N", description = "The newest N alone, 1 to 100000")
    private @Nullable Integer limit;

    /** States that a command can be told to take. */
    public static final class States {
        @Option(names = "--dead", description = "That were given up")
        private boolean isDead;

        @Option(names = "--waiting", description = "That wait for the worker, or that it has")
        private boolean isWaiting;

        @Option(names = "--retrying", description = "That failed and are tried again")
        private boolean isRetrying;

        @Option(names = "--rejected", description = "That are not genuine")
        private boolean isRejected;

        @Option(
                names = "--unproven",
                description = "That were given up before anybody could tell whether they are genuine")
        private boolean isUnproven;

        @Option(names = "--done", description = "That were processed")
        private boolean isDone;

        @Option(names = "--filtered", description = "That no action of their source is for")
        private boolean isFiltered;

        /** The chosen ones; none if no option was given. */
        public Set<State> chosen() {
            Set<State> chosen = EnumSet.noneOf(State.class);
            boolean[] given = {isDead, isWaiting, isRetrying, isRejected, isUnproven, isDone, isFiltered};
            State[] states = {
                State.DEAD, State.WAITING, State.RETRYING, State.REJECTED, State.UNPROVEN, State.DONE, State.FILTERED
            };
            for (int i = 0; i < given.length; i++) {
                if (given[i]) {
                    chosen.add(states[i]);
                }
            }
            return chosen;
        }
    }

    /** The filter of the options, and of ids that were given beside them. */
    public Filter filter(Set<State> states, List<String> named, Clock clock) {
        List<String> all = new ArrayList<>(named);
        all.addAll(ids);
        for (String text : all) {
            if (text.isBlank()) {
                throw usage("an id: expected one that is not empty");
            }
        }
        if ("".equals(grep)) {
            throw usage("--grep: expected a text");
        }
        Instant now = clock.instant();
        return new Filter(
                states,
                new LinkedHashSet<>(sources),
                reason,
                time("--since", since, now),
                time("--until", until, now),
                all,
                type,
                grep);
    }

    private @Nullable Instant time(String option, @Nullable String text, Instant now) {
        try {
            return text == null ? null : When.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    /** How many at most; the default if none was given. */
    public int limit(int byDefault) {
        if (limit == null) {
            return byDefault;
        }
        if (limit < 1 || limit > MOST) {
            throw usage("--limit: expected 1 to " + MOST);
        }
        return limit;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
