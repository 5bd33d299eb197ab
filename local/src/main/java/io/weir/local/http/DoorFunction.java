package io.weir.local.http;

import io.weir.ingest.Visit;
import io.weir.ingest.event.HttpEvent;

/** The ingest function, as the front asks it. Thread-safe. */
@FunctionalInterface
public interface DoorFunction {
    /**
     * Asks about a request.
     *
     * @param head the request without its body
     */
    Visit visit(HttpEvent head);
}
