package io.weir.cli.operate;

import io.weir.cli.place.Exit;
import io.weir.cli.place.FilterOptions;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.RequestSummary;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every change can be told. */
final class ChangeOptions {
    @Option(names = "--all", description = "Every request to which the change applies")
    private boolean isAll;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask")
    private boolean isSure;

    @Option(names = "--json", description = "What became of it as one JSON object")
    private boolean isJson;

    boolean isAll() {
        return isAll;
    }

    boolean isSure() {
        return isSure;
    }

    /** Null if there is none. */
    @Nullable
    Integer limit(FilterOptions filters) {
        int limit = filters.limit(0);
        return limit == 0 ? null : limit;
    }

    /** Makes the change, unless an id that was named alone means several requests. */
    int run(ChangeRun run, Operations operations, List<String> named) throws IOException {
        for (String id : named) {
            if (isAmbiguous(operations, id)) {
                run.desk()
                        .speech()
                        .say("several requests have an id that begins with " + id
                                + ": give more of it, or --id for all of them");
                return Exit.USAGE;
            }
        }
        return run.run(operations, isJson, !run.filter().ids().isEmpty());
    }

    private static boolean isAmbiguous(Operations operations, String id) throws IOException {
        List<RequestSummary> found =
                operations.list(Filter.ALL.withIds(List.of(id)), null, 2).requests();
        return found.size() > 1 && found.stream().noneMatch(one -> id.equals(one.senderId()));
    }
}
