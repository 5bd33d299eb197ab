package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.PlaceOptions;
import io.weir.cli.text.StatusText;
import io.weir.json.Json;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.remote.OperationsJson;
import io.weir.operations.text.Escaped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir status}: how the whole is. */
@Command(
        name = "status",
        description = {
            "Tells how the whole is: queues, what is dead or unproven, sources and their secrets, pollers, breakers, disk.",
            "Exit code 0 if requests can be accepted, else 1; 3 if nothing answers."
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(names = "--json", description = "One JSON object")
    private boolean isJson;

    StatusCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        return place.with(desk, this::print);
    }

    private int print(Operations operations) throws IOException {
        Status status = operations.status();
        List<Group> stuck = operations.groups(Filter.ALL.withStates(State.DEAD, State.UNPROVEN));
        if (isJson) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            ((Map<?, ?>) java.util.Objects.requireNonNull(OperationsJson.tree(status)))
                    .forEach((name, value) -> object.put((String) name, value));
            object.put("groups", OperationsJson.tree(stuck));
            desk.speech().line(Escaped.line(Json.write(object)));
        } else {
            new StatusText(desk.speech(), desk.clock().instant()).print(status, stuck);
        }
        return status.isUp() ? Exit.DONE : Exit.FAILED;
    }
}
