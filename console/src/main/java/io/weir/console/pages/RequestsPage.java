package io.weir.console.pages;

import io.weir.console.show.FilterQuery;
import io.weir.operations.Page;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Requests that a filter admits, newest first. */
final class RequestsPage {
    private static final int ROWS = 50;

    private final Desk desk;

    RequestsPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * What the page shows.
     *
     * @param newest address of the first page, or null if this is it
     * @param older address of the page that follows, or null
     */
    record View(
            FilterQuery query,
            Page page,
            @Nullable String newest,
            @Nullable String older) {}

    View view(FilterQuery query, @Nullable String after) throws IOException {
        Page page = desk.operations().list(query.filter(), after, ROWS);
        String next = page.next();
        return new View(
                query,
                page,
                after == null ? null : query.link("/requests"),
                next == null ? null : query.link("/requests", "after", next));
    }
}
