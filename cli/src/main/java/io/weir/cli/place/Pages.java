package io.weir.cli.place;

import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.Page;
import io.weir.operations.RequestSummary;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads lists that are longer than a page. */
public final class Pages {
    private static final int PAGE = 1000;

    private Pages() {}

    /**
     * Gives the newest requests, page by page; an empty page with more behind it is passed over.
     *
     * @param taker takes a page, which is not empty, and says whether to go on
     */
    public static void read(Operations operations, Filter filter, int limit, Predicate<List<RequestSummary>> taker)
            throws IOException {
        @Nullable String after = null;
        int left = limit;
        do {
            Page page = operations.list(filter, after, Math.min(left, PAGE));
            List<RequestSummary> requests = page.requests();
            left -= requests.size();
            if (!requests.isEmpty() && !taker.test(requests)) {
                return;
            }
            after = page.next();
        } while (after != null && left > 0);
    }
}
