package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.FilterOptions;
import io.weir.cli.place.PlaceOptions;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.State;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir replay}: has the effects of done requests once more. */
@Command(
        name = "replay",
        description = {
            "Has the effects of done requests once more, under a new idempotency key; prints the ids of the new requests.",
            "Exit code 0, 1 if some failed, 2 for wrong usage, 3 if nothing answers, 130 if interrupted."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private final Desk desk;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids, as --id")
    private List<String> ids = List.of();

    @Option(names = "--action", description = "This action alone. Default: all of the source")
    private @Nullable String action;

    @Option(
            names = "--filtered",
            description = "Those that no action was for, instead of done ones: after a filter was changed")
    private boolean isFiltered;

    ReplayCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Filter given = filters.filter(Set.of(), ids, desk.clock());
        ChangeRun.check(spec.commandLine(), desk, given, options.isAll(), options.isSure());
        Integer limit = options.limit(filters);
        Change change = new Change.Replay(action);
        ChangeRun run = new ChangeRun(
                desk, change, given.withStates(isFiltered ? State.FILTERED : State.DONE), limit, 0, options.isSure());
        return place.with(desk, operations -> options.run(run, operations, ids));
    }
}
