package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.FilterOptions;
import io.weir.cli.place.Pages;
import io.weir.cli.place.PlaceOptions;
import io.weir.cli.text.RequestTable;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.RequestSummary;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir ls}: requests, newest first. */
@Command(
        name = "ls",
        description = "Lists requests, newest first: a table on a terminal, lines with tabs in a pipe.",
        mixinStandardHelpOptions = true)
final class LsCommand implements Callable<Integer> {
    private static final int DEFAULT_LIMIT = 50;

    private final Desk desk;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Mixin
    private FilterOptions.States states = new FilterOptions.States();

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Option(names = "--group", description = "Counts by state, source, reason and detail instead")
    private boolean isGroup;

    @Option(names = "--json", description = "One JSON object a line")
    private boolean isJson;

    LsCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        Filter filter = filters.filter(states.chosen(), List.of(), desk.clock());
        int limit = filters.limit(DEFAULT_LIMIT);
        return place.with(
                desk, operations -> isGroup ? groups(operations, filter, limit) : list(operations, filter, limit));
    }

    private int list(Operations operations, Filter filter, int limit) throws IOException {
        RequestTable table = new RequestTable(desk.speech());
        int[] count = {0};
        Pages.read(operations, filter, limit, page -> {
            count[0] += page.size();
            print(table, page);
            return !desk.speech().isUnheard();
        });
        if (count[0] == 0) {
            desk.speech().say("no request matches");
        } else if (count[0] == limit && desk.speech().isPeople()) {
            desk.speech().say("the newest " + limit + "; there may be more, see --limit");
        }
        return Exit.DONE;
    }

    private void print(RequestTable table, List<RequestSummary> page) {
        if (isJson) {
            page.forEach(one -> desk.speech().line(OperationsJson.line(one)));
        } else {
            table.requests(page);
        }
    }

    private int groups(Operations operations, Filter filter, int limit) throws IOException {
        List<Group> groups = operations.groups(filter).stream().limit(limit).toList();
        if (isJson) {
            groups.forEach(one -> desk.speech().line(OperationsJson.line(one)));
        } else {
            new RequestTable(desk.speech()).groups(groups);
        }
        if (groups.isEmpty()) {
            desk.speech().say("no request matches");
        }
        return Exit.DONE;
    }
}
