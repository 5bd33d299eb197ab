package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.FilterOptions;
import io.weir.cli.place.PlaceOptions;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.State;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rm}: deletes messages and kept bodies. */
@Command(
        name = "rm",
        description = {
            "Deletes messages and kept bodies; what happened to the requests can still be seen.",
            "Exit code 0, 1 if some failed, 2 for wrong usage, 3 if nothing answers, 130 if interrupted."
        },
        mixinStandardHelpOptions = true)
final class RmCommand implements Callable<Integer> {
    private static final State[] ANY =
            EnumSet.complementOf(EnumSet.of(State.REMOVED)).toArray(new State[0]);

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

    RmCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Filter given = filters.filter(states.chosen(), ids, desk.clock());
        ChangeRun.check(spec.commandLine(), desk, given, options.isAll(), options.isSure());
        Integer limit = options.limit(filters);
        Filter filter = given.states().isEmpty() ? given.withStates(ANY) : given;
        ChangeRun run = new ChangeRun(desk, new Change.Remove(), filter, limit, 0, options.isSure());
        return place.with(desk, operations -> options.run(run, operations, ids));
    }
}
