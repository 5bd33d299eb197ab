package io.weir.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.Visit;
import io.weir.ingest.event.HttpEvent;
import io.weir.local.http.DoorFunction;
import io.weir.worker.WorkerHandler;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Both functions as the sources make them. Other sources make other functions, which take the place of these at once; who has
 * begun with the old ones ends with them. Thread-safe.
 */
final class Functions implements DoorFunction {
    record Pair(Sources sources, IngestHandler door, WorkerHandler worker) {}

    private final Function<Sources, Pair> make;
    private final AtomicReference<Pair> current;

    /** @param make throws what is wrong with the sources */
    Functions(Sources sources, Function<Sources, Pair> make) {
        this.make = make;
        this.current = new AtomicReference<>(make.apply(sources));
    }

    /** Those that are in force. */
    Sources sources() {
        return pair().sources;
    }

    private Pair pair() {
        return Objects.requireNonNull(current.get());
    }

    void reload(Sources sources) {
        current.set(make.apply(sources));
    }

    SQSBatchResponse work(SQSEvent event, Context context) {
        return pair().worker.handleRequest(event, context);
    }

    @Override
    public Visit visit(HttpEvent head) {
        return pair().door.visit(head);
    }
}
