package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.FilterOptions;
import io.weir.cli.place.PlaceOptions;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.State;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir retry}: has requests tried now. */
@Command(
        name = "retry",
        description = {
            "Has dead, unproven and retrying requests tried now; each goes on at the action that failed.",
            "With --rejected, rejected ones are verified again.",
            "Exit code 0, 1 if some failed, 2 for wrong usage, 3 if nothing answers, 130 if interrupted."
        },
        mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {
    private static final Set<State> BY_DEFAULT = EnumSet.of(State.DEAD, State.UNPROVEN, State.RETRYING);
    private static final Pattern RATE = Pattern.compile("([0-9]{1,7}(?:\\.[0-9]{1,3})?)(?:/(s|m|h))?");

    private final Desk desk;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Mixin
    private FilterOptions.States states = new FilterOptions.States();

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids, as --id")
    private List<String> ids = List.of();

    @Option(names = "--rate", description = "At most so many: 10/s, 90/m, 1000/h. Default: as fast as possible")
    private @Nullable String rate;

    @Option(names = "--cancel", description = "Tells changes that are under way to end, whoever began them")
    private boolean isCancel;

    RetryCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<State> chosen = states.chosen();
        Filter given = filters.filter(chosen, ids, desk.clock());
        if (isCancel) {
            if (!given.isAll() || options.isAll()) {
                throw usage("--cancel: expected alone");
            }
            return place.with(desk, this::cancel);
        }
        if (chosen.contains(State.DONE) || chosen.contains(State.FILTERED) || chosen.contains(State.WAITING)) {
            throw usage(
                    "a retry is for what failed; for --done there is weir replay, and --waiting ones are tried anyway");
        }
        double perSecond = perSecond();
        ChangeRun.check(spec.commandLine(), desk, given, options.isAll(), options.isSure());
        Filter filter = chosen.isEmpty() ? given.withStates(BY_DEFAULT.toArray(new State[0])) : given;
        Integer limit = options.limit(filters);
        ChangeRun run = new ChangeRun(desk, new Change.Retry(), filter, limit, perSecond, options.isSure());
        return place.with(desk, operations -> options.run(run, operations, ids));
    }

    private int cancel(Operations operations) throws IOException {
        desk.speech().say(operations.target().text());
        int count = operations.cancel();
        desk.speech().say(count == 0 ? "no change is under way" : "told " + count + " to end");
        return Exit.DONE;
    }

    private double perSecond() {
        if (rate == null) {
            return 0;
        }
        Matcher matcher = RATE.matcher(rate);
        double count = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (count <= 0) {
            throw usage("--rate: expected a rate such as 10/s, 90/m or 1000/h");
        }
        String unit = matcher.group(2);
        return "h".equals(unit) ? count / 3600 : "m".equals(unit) ? count / 60 : count;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
