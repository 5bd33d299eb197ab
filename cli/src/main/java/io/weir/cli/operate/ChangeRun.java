package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.Pages;
import io.weir.cli.text.Interrupts;
import io.weir.cli.text.ProgressLine;
import io.weir.cli.text.Speech;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.Progress;
import io.weir.operations.RequestSummary;
import io.weir.operations.Tally;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A change of requests: names what it works on, counts, asks, changes, and says what became of it.
 *
 * @param filter which requests; its states are those that the change applies to
 * @param limit so many of the newest alone, or null for all
 * @param isSure whether nobody needs to be asked
 */
record ChangeRun(
        Desk desk, Change change, Filter filter, @Nullable Integer limit, double perSecond, boolean isSure) {
    private static final int CHUNK = 500;
    private static final int MOST_GROUPS = 1000;

    /** Makes the change. */
    int run(Operations operations, boolean isJson, boolean isNamed) throws IOException {
        Speech speech = desk.speech();
        speech.say(operations.target().text());
        Filter selected = filter;
        List<String> newest = List.of();
        if (limit != null) {
            newest = newest(operations, limit);
            selected = Filter.ALL.withIds(newest);
        }
        long count = limit == null ? count(operations, selected) : newest.size();
        if (count == 0) {
            speech.say("no request matches that can be changed so: " + applies());
            return isNamed ? Exit.FAILED : Exit.DONE;
        }
        if (!isSure && !agrees(speech, change.verb() + " " + amount(count) + "?")) {
            return Exit.FAILED;
        }
        return guarded(operations, newest, isJson);
    }

    /** An interrupt waits until the summary is said. */
    @SuppressWarnings("try") // what it guards is the time until it is closed
    private int guarded(Operations operations, List<String> newest, boolean isJson) throws IOException {
        AtomicBoolean isInterrupted = new AtomicBoolean();
        try (Interrupts.Guard guard = desk.interrupts().during(() -> isInterrupted.set(true))) {
            Tally tally;
            try (ProgressLine line = new ProgressLine(desk.speech(), desk.clock())) {
                tally = limit == null
                        ? operations.change(change, filter, perSecond, progress(line, isInterrupted, 0, 0, -1))
                        : inChunks(operations, newest, line, isInterrupted);
            }
            return tell(tally, isJson);
        }
    }

    private String applies() {
        List<String> states =
                filter.states().stream().map(state -> state.text()).sorted().toList();
        return change.verb() + " takes those that are " + String.join(", ", states);
    }

    private static String amount(long count) {
        if (count < 0) {
            return "all requests that match";
        }
        return count == 1 ? "1 request" : count + " requests";
    }

    /** -1 where counting would search every body. */
    private static long count(Operations operations, Filter filter) throws IOException {
        if (filter.grep() != null) {
            return -1;
        }
        List<Group> groups = operations.groups(filter);
        long count = groups.stream().mapToLong(Group::count).sum();
        return groups.size() == MOST_GROUPS ? -1 : count;
    }

    private List<String> newest(Operations operations, int most) throws IOException {
        List<String> ids = new ArrayList<>();
        Pages.read(operations, filter, most, page -> {
            page.stream().map(RequestSummary::id).forEach(ids::add);
            return true;
        });
        return ids;
    }

    /** Asks on a terminal; without one it is a usage fault not to have said yes. */
    static boolean agrees(Speech speech, String question) {
        speech.put("weir: " + question + " [y/N] ");
        String answer = speech.terminal().readLine();
        boolean isYes = answer != null
                && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
        if (!isYes) {
            speech.say("nothing was changed");
        }
        return isYes;
    }

    /** What must be given before anything is asked. */
    static void check(CommandLine command, Desk desk, Filter filter, boolean isAll, boolean isSure) {
        if (filter.isAll() && !isAll) {
            throw new CommandLine.ParameterException(
                    command,
                    "expected ids, filters such as --source or --since, or --all: nothing is changed by mistake");
        }
        if (!isSure && !desk.speech().terminal().isInput()) {
            throw new CommandLine.ParameterException(command, "there is no terminal to ask on: expected --yes");
        }
    }

    private static Progress progress(ProgressLine line, AtomicBoolean isInterrupted, long done, long failed, long all) {
        return (nowDone, nowFailed, total) -> {
            line.at(done + nowDone, failed + nowFailed, all < 0 ? total : all);
            return !isInterrupted.get();
        };
    }

    private Tally inChunks(Operations operations, List<String> ids, ProgressLine line, AtomicBoolean isInterrupted)
            throws IOException {
        Tally sum = new Tally(0, 0, false, List.of(), List.of());
        for (int i = 0; i < ids.size() && !sum.isInterrupted(); i += CHUNK) {
            Filter some = filter.withIds(ids.subList(i, Math.min(ids.size(), i + CHUNK)));
            Progress progress = progress(line, isInterrupted, sum.done(), sum.failed(), ids.size());
            boolean isLast = i + CHUNK >= ids.size();
            sum = plus(sum, operations.change(change, some, perSecond, progress), isInterrupted.get() && !isLast);
        }
        return sum;
    }

    private static Tally plus(Tally sum, Tally more, boolean isInterrupted) {
        List<Tally.Problem> problems = new ArrayList<>(sum.problems());
        problems.addAll(more.problems());
        List<String> ids = new ArrayList<>(sum.ids());
        ids.addAll(more.ids());
        return new Tally(
                sum.done() + more.done(),
                sum.failed() + more.failed(),
                more.isInterrupted() || isInterrupted,
                problems,
                ids);
    }

    private int tell(Tally tally, boolean isJson) {
        Speech speech = desk.speech();
        if (isJson) {
            speech.line(OperationsJson.line(tally));
        } else {
            tally.ids().forEach(speech::line);
        }
        tally.problems().forEach(problem -> speech.say(problem.id() + ": " + problem.why()));
        String end = tally.isInterrupted() ? "interrupted: " : "";
        String failed = tally.failed() == 0 ? "" : ", " + tally.failed() + " failed";
        speech.say(end + tally.done() + " " + past() + failed);
        if (tally.isInterrupted()) {
            return Exit.INTERRUPTED;
        }
        return tally.failed() == 0 ? Exit.DONE : Exit.FAILED;
    }

    private String past() {
        return switch (change) {
            case Change.Retry retry -> "will be tried now";
            case Change.Replay replay -> "replayed";
            case Change.Remove remove -> "removed";
        };
    }
}
