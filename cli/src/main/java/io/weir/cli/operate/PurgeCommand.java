package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.FilterOptions;
import io.weir.cli.place.Pages;
import io.weir.cli.place.PlaceOptions;
import io.weir.cli.text.Interrupts;
import io.weir.cli.text.ProgressLine;
import io.weir.cli.text.Speech;
import io.weir.cli.text.Table;
import io.weir.cli.text.When;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.Purged;
import io.weir.operations.RequestSummary;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir purge}: deletes content wherever it lies. */
@Command(
        name = "purge",
        description = {
            "Deletes the content of requests wherever it lies, counts it by place, and says what it cannot reach.",
            "All that is given must hold. Exit code 0, 1 if it failed, 2 for wrong usage, 3 if nothing answers, 130 if interrupted."
        },
        mixinStandardHelpOptions = true)
final class PurgeCommand implements Callable<Integer> {
    private final Desk desk;
    private final Speech speech;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(names = "--id", description = "Of this id, or of the first 6 characters of it or more")
    private List<String> ids = List.of();

    @Option(names = "--sender-id", description = "Of this id of the sender's")
    private List<String> senderIds = List.of();

    @Option(names = "--source", description = "Of this source; several times for several")
    private List<String> sources = List.of();

    @Option(names = "--older-than", paramLabel = "TIME", description = "Received before: 30d, 2026-03-06, or ISO-8601")
    private @Nullable String olderThan;

    @Option(names = "--grep", paramLabel = "TEXT", description = "With this text in body, ids, type, reason or detail")
    private @Nullable String grep;

    @Option(names = "--trace", description = "The trace goes, too: ids, reasons, times")
    private boolean isTrace;

    @Option(names = "--all", description = "Every request")
    private boolean isAll;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask; a name that must be typed is still asked for")
    private boolean isSure;

    @Option(names = "--confirm", paramLabel = "NAME", description = "The name that would have to be typed")
    private @Nullable String confirm;

    @Option(names = "--json", description = "One JSON object")
    private boolean isJson;

    PurgeCommand(Desk desk) {
        this.desk = desk;
        this.speech = desk.speech();
    }

    @Override
    public Integer call() throws InterruptedException {
        Filter filter = filter();
        ChangeRun.check(spec.commandLine(), desk, filter, isAll, isSure || confirm != null);
        return place.with(desk, operations -> purge(operations, filter));
    }

    private Filter filter() {
        if (!ids.isEmpty() && !senderIds.isEmpty()) {
            throw usage("--id and --sender-id: expected one of them");
        }
        List<String> named = new ArrayList<>(ids);
        named.addAll(senderIds);
        if (named.stream().anyMatch(String::isBlank) || "".equals(grep)) {
            throw usage("expected ids and texts that are not empty");
        }
        try {
            return new Filter(
                    Set.of(),
                    new LinkedHashSet<>(sources),
                    null,
                    null,
                    olderThan == null
                            ? null
                            : When.parse(olderThan, desk.clock().instant()),
                    named,
                    null,
                    grep);
        } catch (IllegalArgumentException e) {
            throw usage("--older-than: " + e.getMessage());
        }
    }

    private int purge(Operations operations, Filter filter) throws IOException {
        speech.say(operations.target().text());
        if (!senderIds.isEmpty() && meansOthers(operations, filter)) {
            speech.say("--sender-id: this is also how ids of other requests begin; purge them by --id");
            return Exit.USAGE;
        }
        if (!agrees(operations, filter)) {
            return Exit.FAILED;
        }
        return guarded(operations, filter);
    }

    /** An interrupt waits until the summary is said. */
    @SuppressWarnings("try") // what it guards is the time until it is closed
    private int guarded(Operations operations, Filter filter) throws IOException {
        AtomicBoolean isInterrupted = new AtomicBoolean();
        try (Interrupts.Guard guard = desk.interrupts().during(() -> isInterrupted.set(true))) {
            Purged purged;
            try (ProgressLine line = new ProgressLine(speech, desk.clock())) {
                purged = operations.purge(filter, isTrace, (done, failed, total) -> {
                    line.at(done, failed, total);
                    return !isInterrupted.get();
                });
            }
            tell(purged, isInterrupted.get());
            return isInterrupted.get() ? Exit.INTERRUPTED : Exit.DONE;
        }
    }

    /** A sender chooses its ids: one that looks like the beginning of ours must not purge what others sent. */
    private boolean meansOthers(Operations operations, Filter filter) throws IOException {
        AtomicInteger others = new AtomicInteger();
        Pages.read(operations, filter, FilterOptions.MOST, page -> {
            for (RequestSummary one : page) {
                others.addAndGet(one.senderId() != null && senderIds.contains(one.senderId()) ? 0 : 1);
            }
            return others.get() == 0;
        });
        return others.get() > 0;
    }

    private boolean agrees(Operations operations, Filter filter) throws IOException {
        String typed = operations.target().typed();
        if (typed == null) {
            return isSure || confirm != null || ChangeRun.agrees(speech, question(operations, filter));
        }
        String answer = confirm;
        if (answer == null && speech.terminal().isInput()) {
            speech.say(question(operations, filter));
            speech.put("weir: type " + typed + " to go on: ");
            answer = speech.terminal().readLine();
        } else if (answer == null) {
            throw usage("there is no terminal to type on: expected --confirm " + typed);
        }
        if (answer == null || !answer.strip().equals(typed)) {
            speech.say("nothing was deleted: what was typed is not " + typed);
            return false;
        }
        return true;
    }

    private String question(Operations operations, Filter filter) throws IOException {
        String what = filter.grep() == null
                ? operations.groups(filter).stream()
                                .mapToLong(group -> group.count())
                                .sum() + " requests"
                : "all requests that match";
        return "delete the content of " + what + (isTrace ? ", and their trace" : "") + " for good?";
    }

    private void tell(Purged purged, boolean isInterrupted) {
        if (isJson) {
            speech.line(OperationsJson.line(purged));
        } else {
            new Table(speech, 2, "place", "deleted")
                    .print(new TreeMap<>(purged.deleted())
                            .entrySet().stream()
                                    .map(entry -> List.of(entry.getKey(), entry.getValue()))
                                    .toList());
        }
        long sum = purged.deleted().values().stream().mapToLong(Long::longValue).sum();
        speech.say((isInterrupted ? "interrupted: " : "") + sum + " deleted");
        purged.outOfReach().forEach(place -> speech.say("cannot be reached from here: " + place));
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
