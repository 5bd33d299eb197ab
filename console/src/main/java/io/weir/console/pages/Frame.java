package io.weir.console.pages;

import io.weir.console.change.Job;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a page.
 *
 * @param current the address that is marked in the navigation
 * @param formToken what each form carries
 * @param target what the operations work on
 * @param events where the page hears of news, or null
 * @param jobs changes that run
 * @param now when the page was made
 */
record Frame(
        String title,
        String current,
        String formToken,
        boolean readOnly,
        String target,
        @Nullable String events,
        List<Job> jobs,
        Instant now) {
    /** A page of the navigation. */
    record Place(String path, String name) {}

    static final List<Place> PLACES = List.of(
            new Place("/", "Overview"),
            new Place("/requests", "Requests"),
            new Place("/dead", "Dead"),
            new Place("/unproven", "Unproven"),
            new Place("/rejected", "Rejected"),
            new Place("/sources", "Sources"));
}
