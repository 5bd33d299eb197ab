package io.weir.console.pages;

import io.weir.console.show.CommandLines;
import io.weir.console.show.Words;
import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Status.Secret;
import io.weir.operations.Status.SourceStatus;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sources, and how each is connected. */
final class SourcesPage {
    private final Desk desk;

    SourcesPage(Desk desk) {
        this.desk = desk;
    }

    /** What the page of all sources shows. */
    record View(List<SourceStatus> sources) {}

    /**
     * What the page of one source shows.
     *
     * @param rejection the last that was rejected, or null
     * @param explain line for a shell, if one was rejected
     */
    record One(
            SourceStatus source,
            String test,
            @Nullable RequestSummary rejection,
            @Nullable String explain) {}

    static String path(String source) {
        return "/sources/" + Words.encoded(source);
    }

    static String secret(SourceStatus source) {
        Secret secret = source.secret();
        return switch (secret) {
            case NONE -> "needs none";
            case FOUND -> "found";
            case MISSING -> "missing";
            case UNKNOWN -> "not looked for";
        };
    }

    View view() throws IOException {
        return new View(desk.operations().status().sources());
    }

    /** Null if there is no source of this name. */
    @Nullable
    One view(String name) throws IOException {
        for (SourceStatus source : desk.operations().status().sources()) {
            if (source.name().equals(name)) {
                return one(source);
            }
        }
        return null;
    }

    private One one(SourceStatus source) throws IOException {
        Filter rejected = Filter.ALL.withSources(source.name()).withStates(State.REJECTED);
        List<RequestSummary> last = desk.operations().list(rejected, null, 1).requests();
        RequestSummary rejection = last.isEmpty() ? null : last.getFirst();
        return new One(
                source,
                CommandLines.test(source.name()),
                rejection,
                rejection == null ? null : CommandLines.explain(rejection, source.url()));
    }
}
