package io.weir.operations.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.Page;
import io.weir.operations.Progress;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** A subject with the short words of the scenarios. */
record World(Subject subject, String mark) {
    static final Progress GO_ON = (done, failed, total) -> true;

    World(Subject subject) {
        this(subject, "mark-" + UUID.randomUUID());
    }

    Operations operations() {
        return subject.operations();
    }

    /** A request of the first source, with the scenario's mark in its body. */
    String bring(State state) throws Exception {
        return subject.bring(state, subject.source(), mark);
    }

    List<String> bring(State state, int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(bring(state));
        }
        return ids;
    }

    /** What belongs to a scenario, whatever else is there. */
    static Filter only(String... ids) {
        return Filter.ALL.withIds(List.of(ids));
    }

    /** The ids of all pages of some size. */
    List<String> ids(Filter filter, int limit) throws IOException {
        List<String> ids = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page page = operations().list(filter, after, limit);
            assertThat(page.requests()).hasSizeLessThanOrEqualTo(limit);
            page.requests().stream().map(RequestSummary::id).forEach(ids::add);
            after = page.next();
        } while (after != null);
        return ids;
    }

    List<String> ids(Filter filter) throws IOException {
        return ids(filter, 100);
    }

    RequestLife life(String id) throws IOException {
        return Objects.requireNonNull(operations().show(id), id);
    }

    /** Until it holds. */
    void eventually(ThrowingRunnable assertion) {
        await().atMost(subject.patience()).untilAsserted(assertion);
    }
}
