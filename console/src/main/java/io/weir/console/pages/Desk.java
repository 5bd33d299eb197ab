package io.weir.console.pages;

import io.weir.console.change.Changes;
import io.weir.console.change.Jobs;
import io.weir.operations.Operations;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all pages work with.
 *
 * @param operations what is looked at and changed
 * @param changes writes down what is changed
 * @param jobs the changes that run
 * @param formToken what each form carries
 * @param readOnly whether nothing may be changed
 */
public record Desk(
        Operations operations, Changes changes, Jobs jobs, Supplier<String> formToken, boolean readOnly, Clock clock) {
    Instant now() {
        return clock.instant();
    }

    /**
     * What stands around a page.
     *
     * @param events where the page hears of news, or null
     */
    Frame frame(String title, String current, @Nullable String events) {
        return new Frame(
                title, current, formToken.get(), readOnly, operations.target().text(), events, jobs.running(), now());
    }
}
